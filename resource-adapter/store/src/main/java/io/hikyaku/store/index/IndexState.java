package io.hikyaku.store.index;

import io.hikyaku.store.Lease;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * What pages and leases share: open segments, the groups' queues, and the one lock that guards
 * them. Whoever waits for messages is served after the lock is given back.
 */
final class IndexState {

  final Holder self;
  final Clock clock;
  final Map<Integer, SegmentIndex> segments = new HashMap<>();
  final Map<Long, GroupQueue> queues = new HashMap<>();
  final AwayLeases away = new AwayLeases();

  final AtomicLong storedBytes = new AtomicLong();

  /** Messages that prepared branches hold, by branch. */
  final Map<String, List<Entry>> branches = new HashMap<>();

  /** Why no more messages are given out; null while they are. */
  String stopReason;

  private final ReentrantLock lock = new ReentrantLock();
  private final LongFunction<Group> groups;
  private Consumer<List<Lease>> takeBack;

  IndexState(Holder self, LongFunction<Group> groups, Clock clock) {
    this.self = self;
    this.groups = groups;
    this.clock = clock;
  }

  /** Sets who takes leases back that a waiter no longer wants. */
  void onRefused(Consumer<List<Lease>> action) {
    takeBack = action;
  }

  <T> T locked(Supplier<T> query) {
    lock.lock();
    try {
      return query.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** Runs a change, then gives messages of the queues it touched to those who wait. */
  void update(Consumer<Set<GroupQueue>> change) {
    List<Delivery> deliveries = new ArrayList<>();
    lock.lock();
    try {
      Set<GroupQueue> touched = new LinkedHashSet<>();
      change.accept(touched);
      if (stopReason == null) {
        touched.forEach(queue -> queue.match(deliveries));
      }
    } finally {
      lock.unlock();
    }
    for (Delivery delivery : deliveries) {
      if (!delivery.waiter().complete(delivery.leases())) {
        takeBack.accept(delivery.leases()); // cancelled at the moment it was served
      }
    }
  }

  /** The queue of an epoch; null if its group is not known here. */
  GroupQueue queue(long epoch) {
    GroupQueue queue = queues.get(epoch);
    if (queue == null) {
      Group group = groups.apply(epoch);
      if (group != null) {
        queue = new GroupQueue(group, self);
        queues.put(epoch, queue);
      }
    }
    return queue;
  }

  /**
   * Puts a message into the queue of its group; it stays parked if the group is not known here.
   *
   * @param holder who has it leased; null for nobody
   */
  void attach(Entry entry, Holder holder, Set<GroupQueue> touched) {
    GroupQueue queue = queue(entry.epoch);
    if (queue == null) {
      return;
    }
    if (holder == null) {
      queue.add(entry, clock.millis());
    } else {
      queue.addLeased(entry, holder);
      if (holder.branch() != null) {
        branches.computeIfAbsent(holder.branch(), b -> new ArrayList<>()).add(entry);
      }
    }
    touched.add(queue);
  }
}
