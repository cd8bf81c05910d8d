package io.hikyaku.store.index;

import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.store.Lease;
import io.hikyaku.store.index.Entry.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** One group's messages over all segments that are open here, and who waits for them. */
final class GroupQueue {

  private final Group group;
  private final Holder self;
  private final ReadyQueue ready;
  private final PriorityQueue<Entry> delayed =
      new PriorityQueue<>(Comparator.comparingLong(entry -> entry.notBeforeMillis));
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  /** Ready and leased messages, oldest first, about; swept when most of it is gone. */
  private Deque<Entry> byAge = new ArrayDeque<>();

  private final GroupCounters counters = new GroupCounters();

  GroupQueue(Group group, Holder self) {
    this.group = group;
    this.self = self;
    this.ready = group.settings().order() == Order.KEYED ? new KeyedQueue() : new SpreadQueue();
  }

  Group group() {
    return group;
  }

  GroupCounters counters() {
    return counters;
  }

  /** Takes in a message that nobody holds. */
  void add(Entry entry, long nowMillis) {
    entry.queue = this;
    counters.bytes += entry.bytes();
    if (entry.notBeforeMillis > nowMillis) {
      entry.state = State.DELAYED;
      counters.delayed++;
      delayed.add(entry);
    } else {
      makeReady(entry);
    }
  }

  /** Takes in a message that somebody holds. */
  void addLeased(Entry entry, Holder holder) {
    entry.queue = this;
    entry.state = State.LEASED;
    entry.holder = holder;
    counters.bytes += entry.bytes();
    counters.inFlight++;
    byAge.addLast(entry);
    ready.leasedElsewhere(entry);
  }

  private void makeReady(Entry entry) {
    entry.state = State.READY;
    counters.ready++;
    byAge.addLast(entry);
    ready.add(entry);
  }

  /** Makes those ready whose time has come. */
  void wakeDelayed(long nowMillis) {
    while (!delayed.isEmpty() && delayed.peek().notBeforeMillis <= nowMillis) {
      Entry entry = delayed.poll();
      if (entry.state == State.DELAYED) {
        counters.delayed--;
        makeReady(entry);
      }
    }
  }

  /** Puts a leased message back at the head. */
  void giveBack(Entry entry) {
    counters.inFlight--;
    counters.ready++;
    entry.state = State.READY;
    entry.holder = null;
    ready.giveBack(entry);
  }

  /** A message is consumed, or its segment is no longer here. */
  void remove(Entry entry) {
    counters.bytes -= entry.bytes();
    switch (entry.state) {
      case READY -> counters.ready--;
      case DELAYED -> counters.delayed--;
      case LEASED -> {
        counters.inFlight--;
        entry.state = State.GONE;
        ready.leaseEnded(entry);
      }
      default -> throw new IllegalStateException(entry.id + " is " + entry.state);
    }
    entry.state = State.GONE;
    if (byAge.size() > 64 && byAge.size() > 2 * (counters.ready + counters.inFlight)) {
      byAge.removeIf(old -> old.state == State.GONE);
    }
  }

  /** Forgets messages whose segment went elsewhere. */
  void purge() {
    ready.purge();
    delayed.removeIf(entry -> entry.state != State.DELAYED);
    byAge.removeIf(entry -> entry.state == State.GONE);
  }

  void await(Waiter waiter) {
    waiters.add(waiter);
  }

  void forget(Waiter waiter) {
    waiters.remove(waiter);
  }

  /** Takes all waiters out, to tell them that nothing will come. */
  List<Waiter> dismissWaiters() {
    List<Waiter> all = List.copyOf(waiters);
    waiters.clear();
    return all;
  }

  /** Finds messages for those who wait. */
  void match(List<Delivery> deliveries) {
    while (!waiters.isEmpty()) {
      Waiter waiter = waiters.iterator().next();
      List<Lease> leases = lease(waiter.max);
      if (leases.isEmpty()) {
        return;
      }
      waiters.remove(waiter);
      deliveries.add(new Delivery(waiter, leases));
    }
  }

  /** Leases what is there now. */
  List<Lease> lease(int max) {
    List<Entry> entries = counters.ready == 0 ? List.of() : ready.take(max);
    List<Lease> leases = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      entry.state = State.LEASED;
      entry.holder = self;
      leases.add(new MessageLease(entry, entry.failures + 1));
    }
    counters.ready -= entries.size();
    counters.inFlight += entries.size();
    return leases;
  }

  /** Ready messages in order, as they are. */
  List<Entry> browse(int limit) {
    List<Entry> all = new ArrayList<>();
    ready.forEach(
        entry -> {
          if (all.size() < limit && entry.state == State.READY) {
            all.add(entry);
          }
        });
    return all;
  }

  /** The stamp of the oldest message that is ready or in flight; 0 if there is none. */
  long oldestStamp() {
    while (!byAge.isEmpty() && byAge.peekFirst().state == State.GONE) {
      byAge.pollFirst();
    }
    return byAge.isEmpty() ? 0 : byAge.peekFirst().stamp;
  }

  int waiting() {
    return waiters.size();
  }
}
