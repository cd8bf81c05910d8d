package io.hikyaku.mapreduce;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.TupleGroups;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.tuple.TupleGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The jobs of a node of the store. Steps run on threads of whoever brings them: message-driven
 * beans, or {@link StepWorkers}.
 */
public final class JobEngine implements Jobs, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(JobEngine.class.getName());

  /** How often the eldest looks after the jobs. */
  private static final long CARE_MILLIS = 500;

  /** The watch of steps that take too long, and the care for jobs. */
  private static final int TIMER_THREADS = 2;

  /** A step is given to so many consumers that do not live to settle it. */
  private static final int DELIVERY_LIMIT = 5;

  private final QueueStore store;
  private final JobTable table;
  private final Scheduler scheduler;
  private final StepRunner runner;
  private final StatusReader status;
  private final Caretaker caretaker;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicInteger lastJob = new AtomicInteger();
  private final Object changes = new Object();

  private JobEngine(QueueStore store, Duration operationTimeout, Clock clock) {
    this.store = store;
    this.clock = clock;
    table = new JobTable(store.coordination().table(), operationTimeout);
    scheduler = new Scheduler(store, table, clock);
    String node = store.coordination().self().nodeName();
    timer =
        new ScheduledThreadPoolExecutor(
            TIMER_THREADS,
            task -> new Thread(task, "hikyaku-" + node + "-jobs"),
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    runner = new StepRunner(store, table, scheduler, timer);
    status = new StatusReader(table, store.tuples());
    caretaker = new Caretaker(store, table, scheduler, clock);
  }

  /**
   * Takes part in the jobs of the store's cluster.
   *
   * @param operationTimeout that of the store
   */
  public static JobEngine start(QueueStore store, Duration operationTimeout) {
    return start(store, operationTimeout, Clock.systemUTC());
  }

  /** As the other; the clock must be that of the store. */
  static JobEngine start(QueueStore store, Duration operationTimeout, Clock clock) {
    JobEngine engine = new JobEngine(store, operationTimeout, clock);
    engine.run();
    return engine;
  }

  private void run() {
    store.coordination().onCall((caller, request) -> scheduler.sendHere(request));
    store.coordination().table().watch(this::changed);
    timer.scheduleWithFixedDelay(this::care, CARE_MILLIS, CARE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void care() {
    try {
      caretaker.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "HIKYAKU3001W: jobs could not be looked after, tried again", e);
    }
  }

  private void changed(String key) {
    if (key != null && key.startsWith(JobTable.STATE)) {
      String job = key.substring(JobTable.STATE.length());
      State state = table.state(job);
      if (state == null || !state.isRunning()) {
        runner.jobEnded(job);
      }
      if (state == null) {
        table.forget(job);
      }
    }
    synchronized (changes) {
      changes.notifyAll();
    }
  }

  @Override
  public TupleGroups groups() {
    return new TypedTuples(store.tuples());
  }

  @Override
  public String submit(Job job) {
    prepare(job.stepsGroup());
    String id =
        job.name()
            + "-"
            + Long.toHexString(store.coordination().self().incarnation())
            + "-"
            + lastJob.incrementAndGet();
    Set<String> existing = new LinkedHashSet<>();
    for (Stage<?, ?> stage : job.stages()) {
      stage.inputs().forEach(input -> requireInput(job, input));
      stage.sideData().forEach(input -> requireInput(job, input));
      for (TypedGroup<?, ?> output : stage.outputs()) {
        if (!job.temporary().contains(output.name())
            && store.tuples().find(output.name()) != null) {
          existing.add(output.name());
        }
      }
    }
    if (job.loop().isPresent() && existing.contains(job.loop().get().next())) {
      throw new QueueException(
          "tuple group '" + job.loop().get().next() + "' is there already: drop it first");
    }
    Definition definition =
        new Definition(
            id,
            job.name(),
            job.stages().stream().map(Definition.StageDefinition::of).toList(),
            job.temporary(),
            existing,
            job.configuration(),
            job.loop().orElse(null),
            job.source().map(SourceDefinition::of).orElse(null),
            job.stepsGroup(),
            job.attempts(),
            job.stepTimeout().toMillis(),
            clock.millis());
    State state = State.begin(job.stages().size());
    if (definition.source() != null) {
      submitContinuous(definition, state);
    } else {
      table.create(definition, state);
      scheduler.advance(id);
    }
    return id;
  }

  private void submitContinuous(Definition job, State state) {
    SourceDefinition source = job.source();
    GroupStatus queue =
        store.management().status().groups().stream()
            .filter(group -> group.name().equals(source.queueGroup()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnknownGroupException(
                        "no queue group is named '" + source.queueGroup() + "': create it first"));
    requireNoEarlierWindows(job);
    for (int number = 0; number < source.readers(); number++) {
      table.createReader(job.id(), number);
    }
    Flow flow = Windows.begin(source, Panes.of(job), queue, clock.millis());
    table.create(job, state.with(flow));
    for (int number = 0; number < source.readers(); number++) {
      scheduler.readOn(job, number, Reader.FIRST.chain(), 0);
    }
  }

  /** Windows by count begin with 0 again: in their groups may be no others. */
  private void requireNoEarlierWindows(Definition job) {
    List<String> earlier =
        job.source().byCount()
            ? store.tuples().groups().stream()
                .map(TupleGroup::name)
                .filter(name -> WindowJob.start(job, name).isPresent())
                .toList()
            : List.of();
    if (!earlier.isEmpty()) {
      throw new QueueException(
          "job '"
              + job.name()
              + "' counts its windows from 0, and "
              + earlier.size()
              + " of an earlier job are there already, such as '"
              + earlier.get(0)
              + "': drop them first, or write to groups of other names");
    }
  }

  /** Makes a group of steps if it is not there, for those who listen before the first job. */
  void prepare(String group) {
    try {
      store.management().settings(group);
    } catch (UnknownGroupException e) {
      store
          .management()
          .createGroup(group, GroupSettings.spread().withDeliveryLimit(DELIVERY_LIMIT));
    }
  }

  private void requireInput(Job job, TypedGroup<?, ?> input) {
    boolean written =
        Stream.concat(
                job.source().stream().map(QueueSource::output),
                job.stages().stream().flatMap(stage -> stage.outputs().stream()))
            .anyMatch(output -> output.name().equals(input.name()));
    if (!written && store.tuples().find(input.name()) == null) {
      throw new UnknownGroupException(
          "job '"
              + job.name()
              + "' reads '"
              + input.name()
              + "', which is not there and which no stage writes");
    }
  }

  @Override
  public Optional<JobStatus> find(String id) {
    return status.read(id);
  }

  @Override
  public List<JobStatus> list() {
    return table.jobs().stream()
        .map(status::read)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(JobStatus::startedAt).reversed())
        .toList();
  }

  @Override
  public JobStatus await(String id, Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    synchronized (changes) {
      while (true) {
        State state = table.state(id);
        if (state == null) {
          throw new QueueException("no job has the id '" + id + "', or it is not kept any more");
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (!state.isRunning() || left <= 0) {
          return status.read(id).orElseThrow();
        }
        try {
          changes.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return status.read(id).orElseThrow();
        }
      }
    }
  }

  @Override
  public boolean cancel(String id) {
    return scheduler.end(id, JobStatus.State.CANCELLED, null);
  }

  @Override
  public void runStep(ReceivedMessage step, TaskFactory tasks) {
    runner.run(step.text(), tasks);
  }

  @Override
  public void close() {
    store.coordination().onCall(null);
    timer.shutdownNow();
  }
}
