package io.hikyaku.api.mapreduce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph of stages over groups. A stage begins when all that write to its inputs have ended, so
 * stages that do not need each other run at the same time. Immutable.
 */
public final class Job {

  public static final int DEFAULT_ATTEMPTS = 4;
  public static final Duration DEFAULT_STEP_TIMEOUT = Duration.ofSeconds(60);
  public static final int MAX_STAGES = 100;

  private final String name;
  private final List<Stage<?, ?>> stages;
  private final Set<String> temporary;
  private final Map<String, String> configuration;
  private final Loop loop;
  private final QueueSource<?, ?> source;
  private final String application;
  private final int attempts;
  private final Duration stepTimeout;

  private Job(Builder builder) {
    name = builder.name;
    stages = List.copyOf(builder.stages);
    temporary = Collections.unmodifiableSet(new LinkedHashSet<>(builder.temporary));
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(builder.configuration));
    loop = builder.loop;
    source = builder.source;
    application = builder.application;
    attempts = builder.attempts;
    stepTimeout = builder.stepTimeout;
  }

  /**
   * Says that all stages are repeated. The first round reads {@code state}; each round writes
   * {@code next}, which is what the following one reads in place of {@code state}. It is kept under
   * the name of {@code next} when the last round has ended.
   *
   * @param rounds at the most
   * @param counter the rounds end when this counter of the last round is at most {@code limit}
   */
  public record Loop(String state, String next, int rounds, String counter, long limit) {}

  public static Builder builder(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  public List<Stage<?, ?>> stages() {
    return stages;
  }

  /** Names of groups that are dropped as soon as no stage needs them any more. */
  public Set<String> temporary() {
    return temporary;
  }

  public Map<String, String> configuration() {
    return configuration;
  }

  public Optional<Loop> loop() {
    return Optional.ofNullable(loop);
  }

  /** What the job reads for ever, if it is a continuous one. */
  public Optional<QueueSource<?, ?>> source() {
    return Optional.ofNullable(source);
  }

  /** The queue group that the job's steps are sent to. */
  public String stepsGroup() {
    return Jobs.stepsOf(application);
  }

  /** Empty unless it was set. */
  public String application() {
    return application;
  }

  /** How often a step is tried before the job fails. */
  public int attempts() {
    return attempts;
  }

  /** How long a step may run. */
  public Duration stepTimeout() {
    return stepTimeout;
  }

  /** Collects the parts of a job. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final List<Stage<?, ?>> stages = new ArrayList<>();
    private final Set<String> temporary = new LinkedHashSet<>();
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private Loop loop;
    private QueueSource<?, ?> source;
    private String application = "";
    private int attempts = DEFAULT_ATTEMPTS;
    private Duration stepTimeout = DEFAULT_STEP_TIMEOUT;

    private Builder(String name) {
      this.name = name;
    }

    public Builder stage(Stage<?, ?> stage) {
      stages.add(stage);
      return this;
    }

    /**
     * The job makes these groups for itself, under names that no other job has, and drops each when
     * no stage needs it any more.
     */
    public Builder temporary(TypedGroup<?, ?>... groups) {
      for (TypedGroup<?, ?> group : groups) {
        temporary.add(group.name());
      }
      return this;
    }

    /** A value for {@link Context#configuration()}. */
    public Builder configure(String key, Object value) {
      configuration.put(key, String.valueOf(value));
      return this;
    }

    /** Repeats all stages; see {@link Loop}. */
    public <K, V> Builder repeat(
        TypedGroup<K, V> state, TypedGroup<K, V> next, int rounds, String counter, long limit) {
      loop = new Loop(state.name(), next.name(), rounds, counter, limit);
      return this;
    }

    /**
     * Makes the job a continuous one, which goes on until it is cancelled or fails: its stages run
     * once for each window of messages, and read the source's output. What they write for a window
     * is a group of its own, named as the output with {@code /} and the beginning of the window:
     * milliseconds since 1970, or the number of its first message. It is there as a whole when the
     * window is done. An output that is there before is added to. {@link Context#configuration()}
     * of these stages has {@code window.start} and {@code window.end}.
     */
    public Builder source(QueueSource<?, ?> queue) {
      source = queue;
      return this;
    }

    /**
     * Names the application that has the job's classes, where several run jobs in one cluster: its
     * bean listens to {@link Jobs#stepsOf}.
     */
    public Builder application(String name) {
      application = name;
      return this;
    }

    public Builder attempts(int number) {
      attempts = number;
      return this;
    }

    public Builder stepTimeout(Duration timeout) {
      stepTimeout = timeout;
      return this;
    }

    /**
     * The finished job.
     *
     * @throws IllegalArgumentException naming all its faults
     */
    public Job build() {
      Job job = new Job(this);
      List<String> faults = JobFaults.of(job);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException("job '" + name + "': " + String.join("; ", faults));
      }
      return job;
    }
  }
}
