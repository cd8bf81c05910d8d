package io.hikyaku.store.index;

import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.store.index.Entry.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The messages of one life of a group over all segments that are open here, and who waits. */
final class GroupQueue {

  /** Heaps of fewer messages are not swept. */
  private static final int SWEEP_MIN = 64;

  private final Holder self;
  private final ReadyQueue ready;
  private final EntryHeap delayed = new EntryHeap();

  /** Messages that expire, by when. */
  private final EntryHeap expiring = new EntryHeap();

  /** Messages that were ready once, by their stamp. */
  private final EntryHeap byAge = new EntryHeap();

  private final Set<Waiter> waiters = new LinkedHashSet<>();

  /** Consumers on other members; served when none waits here and there is more than those take. */
  private final Set<Waiter> borrowers = new LinkedHashSet<>();

  private final LocalFirst localFirst;

  private final GroupCounters counters;
  private Group group;
  private boolean retired;

  GroupQueue(Group group, Holder self) {
    this(group, self, new GroupCounters(), new LocalFirst());
  }

  private GroupQueue(Group group, Holder self, GroupCounters counters, LocalFirst localFirst) {
    this.group = group;
    this.self = self;
    this.counters = counters;
    this.localFirst = localFirst;
    this.ready = group.settings().order() == Order.KEYED ? new KeyedQueue() : new SpreadQueue();
  }

  Group group() {
    return group;
  }

  GroupCounters counters() {
    return counters;
  }

  /** The group changed, but its life did not. */
  void change(Group now) {
    group = now;
  }

  /** The queue of the group's next life: who waits goes there, the messages do not. */
  GroupQueue successor(Group now) {
    GroupQueue next = new GroupQueue(now, self, counters.successor(), localFirst);
    next.waiters.addAll(waiters);
    next.borrowers.addAll(borrowers);
    waiters.clear();
    borrowers.clear();
    retired = true;
    return next;
  }

  /** Whether the group began another life: what is still here is void. */
  boolean isRetired() {
    return retired;
  }

  /** Takes in a message that nobody holds. */
  void add(Entry entry, long nowMillis) {
    counted(entry);
    if (entry.retryAtMillis > nowMillis) {
      ready.leasedElsewhere(entry); // in a keyed group the others of its key wait for it
      byAge.add(entry.stamp(), entry);
      delay(entry);
      return;
    }
    entry.retryAtMillis = 0;
    if (entry.dueMillis() > nowMillis) {
      delay(entry);
    } else {
      makeReady(entry);
    }
  }

  /** Takes in a message that somebody holds. */
  void addLeased(Entry entry, Holder holder) {
    counted(entry);
    byAge.add(entry.stamp(), entry);
    ready.leasedElsewhere(entry);
    entry.retryAtMillis = 0;
    leased(entry, holder);
  }

  private void counted(Entry entry) {
    entry.queue = this;
    counters.bytes += entry.bytes();
    long expires = entry.expiresMillis();
    if (expires > 0) {
      expiring.add(expires, entry);
    }
  }

  private void delay(Entry entry) {
    entry.state = State.DELAYED;
    counters.delayed++;
    delayed.add(entry.dueMillis(), entry);
  }

  private void makeReady(Entry entry) {
    entry.state = State.READY;
    counters.ready++;
    byAge.add(entry.stamp(), entry);
    ready.add(entry);
  }

  private void leased(Entry entry, Holder holder) {
    entry.state = State.LEASED;
    entry.holder = holder;
    counters.inFlight++;
  }

  /** Makes those ready whose time has come, up to so many. */
  void wakeDelayed(long nowMillis, int max) {
    for (int i = 0; i < max && !delayed.isEmpty() && delayed.firstTime() <= nowMillis; i++) {
      Entry entry = delayed.removeFirst();
      if (entry.state == State.DELAYED) {
        counters.delayed--;
        if (entry.retryAtMillis > 0) {
          backToHead(entry);
        } else {
          makeReady(entry);
        }
      }
    }
  }

  /** Makes those ready that are held back and wanted, whatever their time. */
  int wake(Predicate<Entry> wanted) {
    List<Entry> woken =
        delayed.stream()
            .filter(entry -> entry.state == State.DELAYED && wanted.test(entry))
            .toList();
    for (Entry entry : woken) {
      counters.delayed--;
      if (entry.retryAtMillis > 0) {
        backToHead(entry);
      } else {
        makeReady(entry);
      }
    }
    delayed.retain(entry -> entry.state == State.DELAYED);
    return woken.size();
  }

  /** Puts a leased message back at the head. */
  void giveBack(Entry entry) {
    counters.inFlight--;
    backToHead(entry);
  }

  private void backToHead(Entry entry) {
    counters.ready++;
    entry.state = State.READY;
    entry.holder = null;
    entry.retryAtMillis = 0;
    ready.giveBack(entry);
  }

  /** Keeps a leased message back until a time; in a keyed group its key waits for it. */
  void retryAt(Entry entry, long millis) {
    counters.inFlight--;
    entry.holder = null;
    entry.retryAtMillis = millis;
    delay(entry);
  }

  /** Takes a message from its consumers, until what is written about it is stored. */
  void hold(Entry entry) {
    boolean keyWaits = entry.state == State.DELAYED && entry.retryAtMillis > 0;
    if (entry.state == State.READY) {
      counters.ready--;
    } else {
      counters.delayed--;
    }
    if (!keyWaits) {
      ready.leasedElsewhere(entry);
    }
    entry.retryAtMillis = 0;
    leased(entry, self);
  }

  /** A message is consumed, or its segment is no longer here. */
  void remove(Entry entry) {
    counters.bytes -= entry.bytes();
    State before = entry.state;
    boolean keyWaits = before == State.LEASED || entry.retryAtMillis > 0;
    switch (before) {
      case READY -> counters.ready--;
      case DELAYED -> counters.delayed--;
      case LEASED -> counters.inFlight--;
      default -> throw new IllegalStateException(entry.id() + " is " + before);
    }
    entry.gone();
    if (keyWaits && !retired) {
      ready.leaseEnded(entry);
    }
    sweepIfMostlyGone(byAge);
    sweepIfMostlyGone(expiring);
  }

  private void sweepIfMostlyGone(EntryHeap heap) {
    if (heap.size() > SWEEP_MIN && heap.size() > 2 * counters.depth()) {
      heap.retain(entry -> entry.state != State.GONE);
    }
  }

  /** Forgets messages whose segment went elsewhere. */
  void sweep() {
    ready.sweep();
    delayed.retain(entry -> entry.state == State.DELAYED);
    expiring.retain(entry -> entry.state != State.GONE);
    byAge.retain(entry -> entry.state != State.GONE);
  }

  /** Takes messages whose time is over, and holds them. */
  List<Entry> takeExpired(long nowMillis, int max) {
    List<Entry> expired = new ArrayList<>();
    while (!expiring.isEmpty() && expiring.firstTime() <= nowMillis && expired.size() < max) {
      Entry entry = expiring.removeFirst();
      if (entry.state == State.READY || entry.state == State.DELAYED) {
        hold(entry);
        expired.add(entry);
      }
    }
    return expired;
  }

  void await(Waiter waiter) {
    (waiter.holder.equals(self) ? waiters : borrowers).add(waiter);
  }

  void forget(Waiter waiter) {
    (waiter.holder.equals(self) ? waiters : borrowers).remove(waiter);
  }

  /** Forgets those of members that left. */
  void forgetBorrowers(Set<Long> incarnations) {
    borrowers.removeIf(waiter -> !incarnations.contains(waiter.holder.incarnation()));
  }

  /** The one who waits longest, those here first; null if nobody does who may be served. */
  Waiter firstWaiter() {
    if (waiters.isEmpty() && !borrowers.isEmpty() && localFirst.mayLend()) {
      return borrowers.iterator().next();
    }
    return firstLocalWaiter();
  }

  /** Called once a tick; whether members that could not borrow before now may. */
  boolean tick() {
    localFirst.tick(counters.ready);
    return !borrowers.isEmpty() && counters.ready > 0 && localFirst.mayLend();
  }

  /** The one here who waits longest, or null. */
  Waiter firstLocalWaiter() {
    return waiters.isEmpty() ? null : waiters.iterator().next();
  }

  /** How many messages those who wait here would take, up to a limit. */
  int wanted(int limit) {
    int wanted = 0;
    for (Waiter waiter : waiters) {
      wanted += waiter.max;
      if (wanted >= limit) {
        return limit;
      }
    }
    return wanted;
  }

  /** Takes all waiters out, to tell them that nothing will come. */
  List<Waiter> dismissWaiters() {
    List<Waiter> all = new ArrayList<>(waiters);
    all.addAll(borrowers);
    waiters.clear();
    borrowers.clear();
    return all;
  }

  /** Leases what is there now; in a keyed group, all of one key. None while it is paused. */
  List<Entry> take(int max, Holder holder) {
    if (counters.ready == 0 || group.paused()) {
      return List.of();
    }
    List<Entry> entries = ready.take(max);
    counters.ready -= entries.size();
    entries.forEach(entry -> leased(entry, holder));
    localFirst.taken(holder.equals(self), counters.ready);
    return entries;
  }

  /** All messages: those that are ready about in their order, those held back, those leased. */
  Stream<Entry> messages() {
    return Stream.concat(ready.stream().filter(entry -> entry.state == State.READY), notReady());
  }

  /** Messages held back, then those leased. */
  Stream<Entry> notReady() {
    return Stream.concat(
        delayed.stream().filter(entry -> entry.state == State.DELAYED),
        byAge.stream().filter(entry -> entry.state == State.LEASED).limit(counters.inFlight));
  }

  /** As {@link ReadyQueue#lines}. */
  List<KeySample.Line> lines(int limit) {
    return ready.lines(limit);
  }

  /** Ready messages in order. */
  List<Entry> browse(int limit) {
    return ready.stream().filter(entry -> entry.state == State.READY).limit(limit).toList();
  }

  /** The stamp of the oldest message that is ready, in flight or to be tried again; 0 for none. */
  long oldestStamp() {
    while (!byAge.isEmpty() && byAge.first().state == State.GONE) {
      byAge.removeFirst();
    }
    return byAge.isEmpty() ? 0 : byAge.firstTime();
  }

  int waiting() {
    return waiters.size();
  }
}
