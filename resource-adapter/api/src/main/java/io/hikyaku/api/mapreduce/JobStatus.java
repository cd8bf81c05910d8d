package io.hikyaku.api.mapreduce;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as any node sees it.
 *
 * @param round of a job that repeats its stages, from 0; of a continuous job, the windows that are
 *     done
 * @param stages in the order of the job; before them the source of a continuous one, with its
 *     readers as steps
 * @param counters of steps whose output counts
 * @param failures of attempts, grouped by what they say
 * @param failure why the job failed, with the key and the node; empty if it did not
 * @param endedAt empty while it runs
 */
public record JobStatus(
    String id,
    String name,
    State state,
    int round,
    List<StageStatus> stages,
    Map<String, Long> counters,
    List<Failure> failures,
    Optional<String> failure,
    Instant startedAt,
    Optional<Instant> endedAt) {

  /** What has become of a job. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /**
   * A stage of the present round.
   *
   * @param inputs groups that it reads, side data included, by their names in the job
   * @param outputs groups that it writes, likewise
   * @param steps 0 before it begins
   * @param skew the largest input of a step over their mean, in bytes; 1 is even
   */
  public record StageStatus(
      Stage.Kind kind,
      String task,
      List<String> inputs,
      List<String> outputs,
      int steps,
      int stepsDone,
      double skew) {}

  /**
   * Attempts that failed alike.
   *
   * @param example one of them, with key and node
   */
  public record Failure(String cause, int attempts, String example) {}

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** How much of the present round is done, 0 to 1. */
  public double progress() {
    double done =
        stages.stream()
            .mapToDouble(s -> s.steps() == 0 ? 0 : (double) s.stepsDone() / s.steps())
            .sum();
    return state == State.DONE ? 1 : done / stages.size();
  }

  /** How long the present round still takes if it goes on as it did; empty before it is known. */
  public Optional<Duration> remaining(Instant now) {
    double done = progress();
    if (done <= 0 || !isRunning() || round > 0) {
      return Optional.empty();
    }
    Duration elapsed = Duration.between(startedAt, now);
    return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done)));
  }
}
