package io.hikyaku.mapreduce;

import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks after the jobs of all nodes; only the eldest node does. What a node left undone that died
 * is done here: a stage that was over and not followed by the next, steps of which only some were
 * sent, steps that were given up because each node that took them died. Used by one thread.
 */
final class Caretaker {

  private static final Logger LOG = Logger.getLogger(Caretaker.class.getName());

  /** How long a job that has ended is kept. */
  private static final Duration KEPT = Duration.ofHours(1);

  /** How many jobs that have ended are kept at the most. */
  private static final int MAX_KEPT = 200;

  private static final long STARTING_MILLIS = 2000;

  private final QueueStore store;
  private final JobTable table;
  private final Scheduler scheduler;
  private final Windows windows;
  private final Clock clock;
  private final Map<String, Seen> seen = new HashMap<>();

  Caretaker(QueueStore store, JobTable table, Scheduler scheduler, Clock clock) {
    this.store = store;
    this.table = table;
    this.scheduler = scheduler;
    this.clock = clock;
    windows = new Windows(store, table, scheduler, clock);
  }

  /** What a job looked like when it last changed. */
  private record Seen(int revision, int commits, long sinceMillis) {}

  void run() {
    if (!store.coordination().members().get(0).equals(store.coordination().self())) {
      seen.clear();
      return;
    }
    List<String> jobs = table.jobs();
    seen.keySet().retainAll(Set.copyOf(jobs));
    windows.retain(jobs);
    jobs.forEach(this::lookSafely);
    jobs.stream()
        .map(table::definition)
        .filter(Objects::nonNull)
        .map(Definition::stepsGroup)
        .distinct()
        .forEach(this::takeGivenUp);
    removeOld(jobs);
  }

  /** A job that cannot be looked after does not keep the others from it. */
  private void lookSafely(String job) {
    try {
      look(job);
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null && !(cause instanceof UnknownGroupException)) {
        cause = cause.getCause();
      }
      if (cause instanceof UnknownGroupException) {
        scheduler.end(job, JobStatus.State.FAILED, cause.getMessage());
      } else {
        LOG.log(
            Level.WARNING,
            "HIKYAKU3001W: job " + job + " could not be looked after, tried again",
            e);
      }
    }
  }

  private void look(String job) {
    scheduler.advance(job);
    Definition definition = table.definition(job);
    State state = table.state(job);
    if (definition == null || state == null) {
      return;
    }
    if (!state.isRunning()) {
      scheduler.dropUnneeded(definition, state);
      return;
    }
    if (definition.source() != null) {
      windows.look(definition, state);
      return;
    }
    int commits = store.tuples().commits(definition.prefix()).size();
    Seen before = seen.get(job);
    if (before == null || before.revision() != state.revision() || before.commits() != commits) {
      seen.put(job, new Seen(state.revision(), commits, clock.millis()));
      return;
    }
    long quiet = clock.millis() - before.sinceMillis();
    if (quiet > STARTING_MILLIS) {
      scheduler.sendStarting(definition, state);
    }
    // longer than any step may take: its message must be lost, as by a purge of the steps
    if (quiet > 2 * definition.stepTimeoutMillis() + STARTING_MILLIS) {
      for (int stage = 0; stage < state.stages().size(); stage++) {
        if (state.stages().get(stage).isActive()) {
          scheduler.sendSteps(definition, state, stage);
        }
      }
      seen.remove(job);
    }
  }

  /** A step that was delivered too often: whoever took it did not live to say why it failed. */
  private void takeGivenUp(String steps) {
    List<Lease> dead;
    try {
      dead = store.receive(steps + ".dead", 100, Duration.ZERO);
    } catch (UnknownGroupException e) {
      return; // nothing was ever given up
    }
    if (dead.isEmpty()) {
      return;
    }
    for (Lease lease : dead) {
      String text = lease.message().text();
      scheduler.end(
          Step.parse(text).job(),
          JobStatus.State.FAILED,
          "step "
              + text
              + " was given up after "
              + lease.message().headers().get("dead-letter-deliveries")
              + " deliveries, the last on node "
              + lease.message().headers().get("dead-letter-node")
              + ": the nodes that ran it died or could not settle it");
    }
    UnitOfWork unit = store.begin();
    unit.settle(dead);
    unit.commit();
  }

  private void removeOld(List<String> jobs) {
    long before = clock.millis() - KEPT.toMillis();
    List<String> ended =
        jobs.stream()
            .filter(job -> table.state(job) != null && !table.state(job).isRunning())
            .sorted(Comparator.comparingLong((String job) -> -table.state(job).endedAtMillis()))
            .toList();
    for (int i = 0; i < ended.size(); i++) {
      if (i >= MAX_KEPT || table.state(ended.get(i)).endedAtMillis() < before) {
        table.remove(ended.get(i));
      }
    }
  }
}
