package io.hikyaku.mapreduce;

import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.mapreduce.DamagedGroupException;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.store.Coordination;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs steps on the threads that bring them, and decides what becomes of those that fail. */
final class StepRunner {

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final int MAX_PAUSE_DOUBLINGS = 6;

  private final QueueStore store;
  private final TupleStore tuples;
  private final Coordination coordination;
  private final JobTable table;
  private final Scheduler scheduler;
  private final ScheduledExecutorService timer;
  private final AtomicLong lastAttempt = new AtomicLong();
  private final Map<Long, Attempt> running = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentMap<String, Object>> shared = new ConcurrentHashMap<>();

  StepRunner(
      QueueStore store, JobTable table, Scheduler scheduler, ScheduledExecutorService timer) {
    this.store = store;
    this.tuples = store.tuples();
    this.coordination = store.coordination();
    this.table = table;
    this.scheduler = scheduler;
    this.timer = timer;
  }

  /** Runs a step, or does nothing if it is not wanted any more. */
  void run(String text, TaskFactory factory) {
    Step step = Step.parse(text);
    Definition job = table.definition(step.job());
    if (job == null || !isWanted(table.state(step.job()), step)) {
      return;
    }
    if (step.readsSource() || !tuples.isCommitted(step.commitName(job))) {
      Attempt attempt = new Attempt(job, step, Thread.currentThread());
      long number = lastAttempt.incrementAndGet();
      running.put(number, attempt);
      try {
        if (!attempt.run(factory)) {
          return;
        }
      } finally {
        running.remove(number);
      }
    }
    if (!step.readsSource()) {
      scheduler.stepDone(job, step);
    }
  }

  private static boolean isWanted(State state, Step step) {
    return state != null && state.isRunning() && (step.readsSource() || isActive(state, step));
  }

  private static boolean isActive(State state, Step step) {
    return state.round() == step.round() && state.stages().get(step.stage()).isActive();
  }

  /** Ends the steps of a job that ended, and forgets its shared variables. */
  void jobEnded(String job) {
    for (Attempt attempt : running.values()) {
      if (attempt.step.job().equals(job)) {
        attempt.progress.abort("the job has ended");
      }
    }
    shared.remove(job);
  }

  private final class Attempt {
    private final Definition job;
    private final Step step;
    private final Thread thread;
    private final Progress progress = new Progress();
    private boolean ended;
    private volatile Body body = () -> {};

    Attempt(Definition job, Step step, Thread thread) {
      this.job = job;
      this.step = step;
      this.thread = thread;
    }

    /** Whether the step is committed. */
    boolean run(TaskFactory factory) {
      Future<?> watch =
          timer.schedule(this::timedOut, job.stepTimeoutMillis(), TimeUnit.MILLISECONDS);
      Throwable failure = null;
      try (Classes classes = new Classes(factory)) {
        body = body(classes);
        body.run();
      } catch (Throwable e) { // whatever classes of an application do
        failure = e;
      }
      watch.cancel(false);
      if (!end()) {
        Thread.interrupted(); // the watch has seen to the rest
        return false;
      }
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        failed(failure);
      }
      return failure == null;
    }

    private synchronized boolean end() {
      boolean first = !ended;
      ended = true;
      return first;
    }

    private Body body(Classes classes) {
      ConcurrentMap<String, Object> variables =
          shared.computeIfAbsent(step.job(), any -> new ConcurrentHashMap<>());
      State state = table.state(step.job());
      if (state == null || !state.isRunning()) {
        shared.remove(step.job()); // it ended before it could know of this attempt
        throw new StepAborted("the job has ended");
      }
      return step.readsSource()
          ? new SourceBody(step, job, store, table, scheduler, classes, progress, variables)
          : new StepBody(step, job, tuples, classes, progress, variables);
    }

    private void timedOut() {
      String key = progress.key();
      synchronized (this) { // the step's end waits, so that its thread's next work is left alone
        if (!end()) {
          return;
        }
        progress.abort("the step has run out of time");
        body.abandon();
        thread.interrupt();
      }
      failed("it ran longer than " + Duration.ofMillis(job.stepTimeoutMillis()), key, false);
    }

    private void failed(Throwable failure) {
      if (failure instanceof StepAborted) {
        return; // by the end of the job
      }
      boolean hopeless =
          failure instanceof UnknownGroupException || failure instanceof DamagedGroupException;
      failed(text(failure), progress.key(), hopeless);
    }

    private void failed(String cause, String key, boolean hopeless) {
      String detail =
          cause
              + "; step "
              + step.text()
              + ", "
              + (step.readsSource() ? job.source().mapper() : job.stages().get(step.stage()).task())
              + ", at key "
              + key
              + ", on node "
              + coordination.self().nodeName();
      table.addFailure(
          step,
          Long.toHexString(coordination.self().incarnation()) + "-" + lastAttempt.incrementAndGet(),
          new JobTable.Failure(cause, detail));
      int failures = table.failures(step);
      if (hopeless || failures >= job.attempts()) {
        scheduler.end(
            step.job(),
            JobStatus.State.FAILED,
            detail + (hopeless ? "" : ", tried " + failures + " times"));
        return;
      }
      List<Member> members = coordination.members();
      Member next = members.get((members.indexOf(coordination.self()) + 1) % members.size());
      long pause = FIRST_PAUSE_MILLIS << Math.min(failures - 1, MAX_PAUSE_DOUBLINGS);
      scheduler.send(job, next, List.of(step.text()), Math.max(pause, FIRST_PAUSE_MILLIS));
    }
  }

  /** What a failure says, with what caused it. */
  static String text(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 3; depth++) {
      text.append(depth == 0 ? "" : ", caused by ").append(at);
      at = at.getCause();
    }
    return text.length() > 2000 ? text.substring(0, 2000) : text.toString();
  }
}
