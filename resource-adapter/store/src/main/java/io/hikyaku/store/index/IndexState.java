package io.hikyaku.store.index;

import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.index.Entry.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What pages and leases share: open segments, the groups' queues, and the one lock that guards
 * them. Whoever waits for messages is served after the lock is given back.
 */
final class IndexState {

  /** Messages beyond so many bytes are not lent together. */
  private static final long MAX_LENT_BYTES = 4 << 20;

  final Holder self;
  final Clock clock;
  final DeadLetters deadLetters;
  final Map<Integer, SegmentIndex> segments = new HashMap<>();

  /** Queues of the present lives, by {@link Epoch#group}. */
  final Map<Long, GroupQueue> queues = new HashMap<>();

  /** Queues of earlier lives that still have messages. */
  final List<GroupQueue> retired = new ArrayList<>();

  final AwayLeases away = new AwayLeases();

  final AtomicLong storedBytes = new AtomicLong();

  /** Messages that prepared branches hold, by branch. */
  final Map<String, List<Entry>> branches = new HashMap<>();

  /** Incarnations of the members that are there; null until it is known. */
  Set<Long> members;

  /** Whether a member is missing that may come back with pages that are removed meanwhile. */
  boolean someoneMissing;

  /** How often members were lost. */
  final AtomicInteger membersLost = new AtomicInteger();

  /** Whether no messages are given out just now. */
  boolean suspended;

  /** Why no more messages are given out; null while they are. */
  String stopReason;

  private final ReentrantLock lock = new ReentrantLock();
  private final FollowUp followUp;

  /** Messages whose group, or whose life of it, is not known here yet, by {@link Epoch#group}. */
  private final Map<Long, List<Entry>> parked = new HashMap<>();

  private BiConsumer<Holder, List<Lease>> takeBack;

  IndexState(Holder self, Clock clock, DeadLetters deadLetters, FollowUp followUp) {
    this.self = self;
    this.clock = clock;
    this.deadLetters = deadLetters;
    this.followUp = followUp;
  }

  /** Sets who takes leases back that a waiter no longer wants. */
  void onRefused(BiConsumer<Holder, List<Lease>> action) {
    takeBack = action;
  }

  /** Whether a consumer is on a member that is there: of others nobody would see the leases end. */
  boolean isMember(Holder holder) {
    return holder.equals(self) || members == null || members.contains(holder.incarnation());
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
  void update(Consumer<Update> change) {
    Update update = new Update();
    lock.lock();
    try {
      change.accept(update);
      if (stopReason == null && !suspended) {
        update.touched().forEach(queue -> match(queue, update));
      }
    } finally {
      lock.unlock();
    }
    for (Delivery delivery : update.deliveries()) {
      if (!delivery.waiter().complete(delivery.leases())) {
        takeBack.accept(
            delivery.waiter().holder, delivery.leases()); // cancelled at the moment it was served
      }
    }
    update.finish(followUp);
  }

  private void match(GroupQueue queue, Update update) {
    for (Waiter waiter = queue.firstWaiter(); waiter != null; waiter = queue.firstWaiter()) {
      List<Lease> leases = lease(queue, waiter, update);
      if (leases.isEmpty()) {
        return;
      }
      queue.forget(waiter);
      update.deliver(waiter, leases);
    }
  }

  /** Leases what is there now, but for messages whose time is over. */
  private List<Lease> lease(GroupQueue queue, Waiter waiter, Update update) {
    long now = clock.millis();
    List<Lease> leases = new ArrayList<>();
    List<Entry> entries = take(queue, waiter);
    while (!entries.isEmpty()) {
      for (Entry entry : entries) {
        if (entry.isExpired(now)) {
          deadLetters.expired(entry, update);
        } else {
          queue.counters().totals.redelivered += entry.failures > 0 ? 1 : 0;
          leases.add(new MessageLease(entry, entry.failures + 1));
        }
      }
      entries = leases.isEmpty() ? take(queue, waiter) : List.of();
    }
    return leases;
  }

  /** What is lent to another member goes there in one call: it is bounded in bytes too. */
  private List<Entry> take(GroupQueue queue, Waiter waiter) {
    List<Entry> entries = queue.take(waiter.max, waiter.holder);
    if (waiter.holder.equals(self)) {
      return entries;
    }
    long bytes = 0;
    int lent = 0;
    while (lent < entries.size() && (lent == 0 || bytes < MAX_LENT_BYTES)) {
      bytes += entries.get(lent++).bytes();
    }
    for (int i = entries.size() - 1; i >= lent; i--) {
      queue.giveBack(entries.get(i));
    }
    return entries.subList(0, lent);
  }

  /** The queue of a group as its caller knows it. */
  GroupQueue queue(Group group, Update update) {
    GroupQueue queue = queues.get(Epoch.group(group.epoch()));
    if (queue == null || queue.group().revision() < group.revision()) {
      change(group, update);
    }
    return queues.get(Epoch.group(group.epoch()));
  }

  /** A group is new or has changed. What is older than what is known changes nothing. */
  void change(Group group, Update update) {
    long key = Epoch.group(group.epoch());
    GroupQueue queue = queues.get(key);
    if (queue == null) {
      queue = new GroupQueue(group, self);
    } else if (group.revision() < queue.group().revision()) {
      return;
    } else if (group.epoch() == queue.group().epoch()) {
      queue.change(group);
    } else {
      if (queue.counters().depth() > 0) {
        retired.add(queue);
      }
      queue = queue.successor(group);
    }
    queues.put(key, queue);
    if (group.deleted()) {
      update.dismiss(
          queue.dismissWaiters(),
          new UnknownGroupException("group '" + group.name() + "' was deleted"));
    }
    List<Entry> waiting = parked.remove(key);
    for (Entry entry : waiting == null ? List.<Entry>of() : waiting) {
      if (entry.state == State.PARKED) {
        attach(entry, null, update);
      }
    }
    update.touch(queue);
  }

  /** A deleted group is no longer kept in mind. */
  void forget(Group group) {
    long key = Epoch.group(group.epoch());
    GroupQueue queue = queues.get(key);
    if (queue != null && queue.group().deleted()) {
      queues.remove(key);
    }
  }

  /**
   * Puts a message into the queue of its group. It stays parked if the group is not known here; it
   * is discarded if it is void.
   *
   * @param holder who has it leased; null for nobody
   */
  void attach(Entry entry, Holder holder, Update update) {
    long key = Epoch.group(entry.epoch());
    GroupQueue queue = queues.get(key);
    if (queue != null && queue.group().isVoid(entry.epoch())) {
      segments.get(entry.segment()).discard(entry);
      entry.gone();
      return;
    }
    if (queue == null || queue.group().epoch() != entry.epoch()) {
      parked.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
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
    update.touch(queue);
  }

  /** Drops a message of an earlier life. */
  void discard(SegmentIndex segment, Entry entry) {
    segment.discard(entry);
    entry.queue.remove(entry);
  }

  /** Forgets parked messages whose segment went elsewhere, and queues that are empty now. */
  void sweep() {
    parked.values().forEach(list -> list.removeIf(entry -> entry.state != State.PARKED));
    parked.values().removeIf(List::isEmpty);
    retired.removeIf(queue -> queue.counters().depth() == 0);
  }
}
