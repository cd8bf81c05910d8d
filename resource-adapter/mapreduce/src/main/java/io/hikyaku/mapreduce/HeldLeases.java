package io.hikyaku.mapreduce;

import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The messages that a step has and has not given back. Thread-safe, as a stuck step is given up.
 */
final class HeldLeases {

  private static final long SETTLE_SECONDS = 60;

  private final QueueStore store;
  private final Set<Lease> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private Lease atWork;

  HeldLeases(QueueStore store) {
    this.store = store;
  }

  synchronized void add(List<Lease> leases) {
    held.addAll(leases);
  }

  /** The one that is worked on now; null for none. */
  synchronized void at(Lease lease) {
    atWork = lease;
  }

  private synchronized void drop(List<Lease> leases) {
    leases.forEach(held::remove);
  }

  /** Whether it is sure that they are settled. */
  boolean settle(List<Lease> leases) {
    drop(leases);
    UnitOfWork unit = store.begin();
    unit.settle(leases);
    try {
      unit.commit().toCompletableFuture().get(SETTLE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false; // they may come again
    }
  }

  /** Gives one back that could not be worked on: its queue group says how often it is tried. */
  void fail(Lease lease, String why) {
    drop(List.of(lease));
    store.release(List.of(lease), true, why);
  }

  /** Gives all back that are left, as if they had not been taken. */
  void releaseAll() {
    List<Lease> rest;
    synchronized (this) {
      rest = List.copyOf(held);
      held.clear();
    }
    store.release(rest, false, null);
  }

  /** The same, but that the one at work has failed; the others were not its fault. */
  void abandon(String why) {
    Lease stuck;
    synchronized (this) {
      stuck = atWork != null && held.contains(atWork) ? atWork : null;
    }
    if (stuck != null) {
      fail(stuck, why);
    }
    releaseAll();
  }
}
