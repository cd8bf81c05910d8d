package io.hikyaku.store.node;

import io.hikyaku.store.commit.GroupCommitter;
import io.hikyaku.store.index.Index;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a node does all the time, on its timer's thread; nothing of it blocks. */
record Housekeeping(
    ScheduledExecutorService timer,
    Index index,
    GroupCommitter committer,
    Transactions transactions,
    FullWaits fullWaits,
    Fetches fetches,
    Ownership ownership,
    Presence presence,
    GroupHousekeeping groups,
    TupleStore tuples,
    Clock clock) {

  private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

  /** How often delayed messages, old pages and overdue callers are looked for. */
  private static final long TICK_MILLIS = 50;

  private static final long SECOND_MILLIS = 1000;

  void start() {
    every(TICK_MILLIS, this::tick);
    every(SECOND_MILLIS, this::second);
  }

  private void tick() {
    index.tick();
    index.reclaim();
    committer.expire();
    transactions.tick();
    fullWaits.tick();
    fetches.tick();
    ownership.suspendOrGoOn();
    List<Integer> segments = index.pages().segmentsToSweep();
    if (!segments.isEmpty()) {
      committer.sweep(segments);
    }
  }

  private void second() {
    index.sample();
    committer.rotateHomes();
    committer.sweep(index.pages().openSegments());
    transactions.sweep();
    groups.run();
    presence.look();
    tuples.housekeep(clock.millis());
  }

  private void every(long millis, Runnable task) {
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "HIKYAKU1003W: housekeeping met a fault, it goes on", e);
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }
}
