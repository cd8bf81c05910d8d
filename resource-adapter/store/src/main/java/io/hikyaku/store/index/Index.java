package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The index of all segments that are open on this node. Thread-safe: one lock, held for short; what
 * waits for messages is told outside of it.
 */
public final class Index {

  private final ReentrantLock lock = new ReentrantLock();
  private final Holder self;
  private final LongFunction<Group> groups;
  private final Clock clock;
  private final HybridClock hybridClock;
  private final DeadLetters deadLetters;
  private final FollowUp followUp;

  private final Map<Integer, SegmentIndex> segments = new HashMap<>();
  private final Map<Long, GroupQueue> queues = new HashMap<>();
  private final AwayLeases away = new AwayLeases();
  private final Map<String, List<Entry>> branches = new HashMap<>();
  private String stopReason;

  /**
   * @param incarnation of this node
   * @param groups the group of an epoch, or null if it is not known
   * @param ids names for messages that the index makes: dead letters
   */
  public Index(
      long incarnation,
      LongFunction<Group> groups,
      Clock clock,
      HybridClock hybridClock,
      Supplier<MessageId> ids,
      FollowUp followUp) {
    this.self = Holder.consumer(incarnation);
    this.groups = groups;
    this.clock = clock;
    this.hybridClock = hybridClock;
    this.deadLetters = new DeadLetters(ids);
    this.followUp = followUp;
  }

  // ------------------------------------------------------------------ segments

  /**
   * Opens a segment from its pages.
   *
   * @param held messages that somebody works on: they stay leased to him
   */
  public void open(int number, Map<PageName, byte[]> pages, Map<MessageId, Holder> held) {
    SegmentIndex segment = new SegmentIndex(number);
    List<StoredPage> stored = new ArrayList<>(pages.size());
    pages.forEach((name, bytes) -> stored.add(segment.add(name, bytes)));
    // settles after all enqueues, as pages come in any order
    stored.forEach(page -> forEachEnqueue(page, record -> segment.enqueue(page, record)));
    stored.forEach(page -> foldOutcomes(segment, page));
    stored.forEach(segment::folded);
    List<Entry> entries = new ArrayList<>();
    segment.entries().forEach(entries::add);
    entries.sort(Comparator.comparingLong(entry -> entry.stamp));
    update(
        touched -> {
          segments.put(number, segment);
          Set<MessageId> mine = away.takeBack(number);
          for (Entry entry : entries) {
            Holder holder = mine.contains(entry.id) ? self : held.get(entry.id);
            attach(entry, holder, touched);
          }
        });
  }

  /**
   * Closes a segment: no more of it is leased here.
   *
   * @return messages of it that consumers on this node still work on, now and from earlier times
   */
  public Set<MessageId> close(int number) {
    lock.lock();
    try {
      SegmentIndex segment = segments.remove(number);
      if (segment != null) {
        Set<GroupQueue> touched = new LinkedHashSet<>();
        for (Entry entry : segment.entries()) {
          if (entry.state == State.LEASED && self.equals(entry.holder)) {
            away.add(number, entry.id);
          }
          if (entry.queue != null) {
            touched.add(entry.queue);
            entry.queue.remove(entry);
          }
        }
        touched.forEach(GroupQueue::purge);
      }
      return away.held(number);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a segment is open here. */
  public boolean isOpen(int number) {
    return locked(() -> segments.containsKey(number));
  }

  /** How many segments are open here. */
  public int openSegments() {
    return locked(segments::size);
  }

  /** Bytes of the pages of all open segments. */
  public long storedBytes() {
    return locked(() -> segments.values().stream().mapToLong(SegmentIndex::bytes).sum());
  }

  // ------------------------------------------------------------------ pages

  /**
   * Folds in a page that was stored in an open segment; does nothing if it is known or not open.
   */
  public void apply(PageName name, byte[] bytes) {
    update(
        touched -> {
          SegmentIndex segment = segments.get(name.segment());
          if (segment == null || segment.knows(name)) {
            return;
          }
          StoredPage page = segment.add(name, bytes);
          forEachEnqueue(
              page,
              record -> {
                Entry entry = segment.enqueue(page, record);
                if (entry != null) {
                  attach(entry, null, touched);
                  if (entry.queue != null) {
                    entry.queue.counters().enqueuedTotal++;
                  }
                }
              });
          for (Entry entry : foldOutcomes(segment, page)) {
            if (entry.queue != null) {
              entry.queue.remove(entry);
              entry.queue.counters().settledTotal++;
              touched.add(entry.queue);
            }
          }
          segment.folded(page);
        });
  }

  private void forEachEnqueue(
      StoredPage page, java.util.function.Consumer<PageRecord.Enqueue> action) {
    PageCodec.forEach(
        page.bytes,
        record -> {
          if (record instanceof PageRecord.Enqueue enqueue) {
            hybridClock.observe(enqueue.stamp());
            action.accept(enqueue);
          }
        });
  }

  /** Folds settles and failure counts; returns what is gone by it. */
  private static List<Entry> foldOutcomes(SegmentIndex segment, StoredPage page) {
    List<Entry> gone = new ArrayList<>();
    PageCodec.forEach(
        page.bytes,
        record -> {
          if (record instanceof PageRecord.Settle settle) {
            Entry entry = segment.settle(page, settle.id());
            if (entry != null) {
              gone.add(entry);
            }
          } else if (record instanceof PageRecord.Return failure) {
            segment.failed(page, failure);
          }
        });
    return gone;
  }

  private void attach(Entry entry, Holder holder, Set<GroupQueue> touched) {
    GroupQueue queue = queue(entry.epoch);
    if (queue == null) {
      return; // parked until its group is known here
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

  private GroupQueue queue(long epoch) {
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

  /** A group became known: messages that were stored before it are given out. */
  public void groupAdded(Group group) {
    update(
        touched -> {
          for (SegmentIndex segment : segments.values()) {
            for (Entry entry : segment.entries()) {
              if (entry.state == State.PARKED && entry.epoch == group.epoch()) {
                attach(entry, null, touched);
              }
            }
          }
        });
  }

  /** Takes pages that can go, for removal with the next write; see {@link #removed}. */
  public List<PageName> takeRemovable(int number, Predicate<String> openIntents) {
    return locked(
        () -> {
          SegmentIndex segment = segments.get(number);
          return segment == null ? List.<PageName>of() : segment.takeRemovable(openIntents);
        });
  }

  /** The removal of pages was acknowledged by all copies. */
  public void removed(int number, List<PageName> names) {
    if (!names.isEmpty()) {
      update(
          touched -> {
            SegmentIndex segment = segments.get(number);
            if (segment != null) {
              segment.removed(names);
            }
          });
    }
  }

  /** Open segments that hold pages that can go. */
  public List<Integer> segmentsToSweep() {
    return locked(
        () ->
            segments.values().stream()
                .filter(SegmentIndex::hasRemovable)
                .map(SegmentIndex::number)
                .toList());
  }

  /** Open segments, for a look at which want compaction. */
  public List<Integer> segmentNumbers() {
    return locked(() -> List.copyOf(segments.keySet()));
  }

  /** Records to write anew so that old pages can go; see the class that decides it. */
  public List<PageRecord> survivors(int number, long maxBytes) {
    return locked(
        () -> {
          SegmentIndex segment = segments.get(number);
          return segment == null ? List.<PageRecord>of() : segment.survivors(maxBytes);
        });
  }

  /** Whether the records of an intent are stored in a segment. */
  public boolean hasApplied(int number, String intent) {
    return locked(
        () -> {
          SegmentIndex segment = segments.get(number);
          return segment != null && segment.hasApplied(intent);
        });
  }

  // ------------------------------------------------------------------ consumers

  /** Leases what is there, or waits; see {@link io.hikyaku.store.QueueStore#receive}. */
  public CompletableFuture<List<Lease>> receive(Group group, int max) {
    lock.lock();
    try {
      Waiter waiter = new Waiter(max, this::forget);
      if (stopReason != null) {
        waiter.completeExceptionally(new StoreUnavailableException(stopReason));
        return waiter;
      }
      GroupQueue queue = queue(group.epoch());
      List<Lease> leases = queue.lease(max);
      if (leases.isEmpty()) {
        queue.await(waiter);
      } else {
        waiter.complete(leases);
      }
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Waiter waiter) {
    lock.lock();
    try {
      queues.values().forEach(queue -> queue.forget(waiter));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns leased messages.
   *
   * @param failed whether it counts as a failed delivery
   * @return false if the segment is not open here: nothing was done
   */
  public boolean release(
      int number, Collection<MessageId> ids, Holder holder, boolean failed, String reason) {
    List<PageRecord> records = new ArrayList<>();
    boolean[] open = new boolean[1];
    update(
        touched -> {
          SegmentIndex segment = segments.get(number);
          if (segment != null) {
            open[0] = true;
            List<Entry> entries = new ArrayList<>();
            for (MessageId id : ids) {
              Entry entry = segment.entry(id);
              if (entry != null && entry.state == State.LEASED && holder.equals(entry.holder)) {
                entries.add(entry);
              }
            }
            giveBack(entries, failed, reason, records, touched);
          }
        });
    if (!records.isEmpty()) {
      followUp.append(number, records);
    }
    return open[0];
  }

  /** Last first, so that those that go to the head of a queue stand there in their order. */
  private void giveBack(
      List<Entry> entries,
      boolean failed,
      String reason,
      List<PageRecord> records,
      Set<GroupQueue> touched) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      touched.add(entry.queue);
      if (failed) {
        entry.failures++;
        Group group = entry.queue.group();
        if (entry.failures >= group.settings().deliveryLimit() && group.deadLetterEpoch() != 0) {
          entry.holder = self; // leased until the page that moves it is stored
          records.addAll(deadLetters.move(entry, reason));
          continue;
        }
        records.add(new PageRecord.Return(entry.id, entry.failures));
      }
      entry.queue.giveBack(entry);
    }
  }

  /** Leases of members that are gone return, as failed deliveries. */
  public void membersAre(Set<Long> incarnations) {
    releaseWhere(
        holder -> holder.branch() == null && !incarnations.contains(holder.incarnation()),
        "the node that worked on it left");
  }

  private void releaseWhere(Predicate<Holder> which, String reason) {
    Map<Integer, List<PageRecord>> records = new LinkedHashMap<>();
    update(
        touched -> {
          for (SegmentIndex segment : segments.values()) {
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : segment.entries()) {
              if (entry.state == State.LEASED && which.test(entry.holder)) {
                entries.add(entry);
              }
            }
            entries.sort(Comparator.comparingLong(entry -> entry.stamp));
            List<PageRecord> list = new ArrayList<>();
            giveBack(entries, true, reason, list, touched);
            if (!list.isEmpty()) {
              records.put(segment.number(), list);
            }
          }
        });
    records.forEach(followUp::append);
  }

  /** Messages of a branch that was prepared: they stay leased until it ends. */
  public void hold(String branch, int number, Collection<MessageId> ids) {
    lock.lock();
    try {
      SegmentIndex segment = segments.get(number);
      if (segment != null) {
        Holder holder = Holder.branch(branch);
        for (MessageId id : ids) {
          Entry entry = segment.entry(id);
          if (entry != null && entry.state == State.LEASED && !holder.equals(entry.holder)) {
            entry.holder = holder;
            branches.computeIfAbsent(branch, b -> new ArrayList<>()).add(entry);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A branch ended: what it did not settle returns. */
  public void branchEnded(String branch) {
    boolean any = locked(() -> branches.remove(branch) != null);
    if (any) {
      Holder holder = Holder.branch(branch);
      releaseWhere(holder::equals, "its transaction was rolled back");
    }
  }

  /** Branches that hold messages here. */
  public Set<String> branchesHolding() {
    return locked(() -> Set.copyOf(branches.keySet()));
  }

  /** A lease of a segment that is elsewhere ended: its new primary knows. */
  public void awayLeaseEnded(int number, Collection<MessageId> ids) {
    lock.lock();
    try {
      away.ended(number, ids);
    } finally {
      lock.unlock();
    }
  }

  /** Ready messages in the order they would be taken; their delivery count is that up to now. */
  public List<ReceivedMessage> browse(Group group, int limit) {
    record Seen(PageRecord.Enqueue record, int failures) {}
    List<Seen> seen =
        locked(
            () ->
                queue(group.epoch()).browse(limit).stream()
                    .map(entry -> new Seen(entry.record(), entry.failures))
                    .toList());
    return seen.stream().map(s -> Entry.read(s.record(), group.name(), s.failures())).toList();
  }

  // ------------------------------------------------------------------ time, figures, end

  /** Gives out delayed messages whose time has come. */
  public void wakeDelayed() {
    long now = clock.millis();
    update(
        touched -> {
          for (GroupQueue queue : queues.values()) {
            if (queue.counters().delayed > 0) {
              queue.wakeDelayed(now);
              touched.add(queue);
            }
          }
        });
  }

  /** Called once a second, for rates. */
  public void sample() {
    lock.lock();
    try {
      queues.values().forEach(queue -> queue.counters().sample());
    } finally {
      lock.unlock();
    }
  }

  /** The figures of all groups that were used here. */
  public List<GroupSnapshot> snapshot() {
    return locked(() -> queues.values().stream().map(GroupSnapshot::of).toList());
  }

  /** How many messages consumers on this node work on. */
  public long leasesHeld() {
    return locked(
        () -> queues.values().stream().mapToLong(q -> q.counters().inFlight).sum() + away.size());
  }

  /** No more messages are given out; who waits is told. */
  public void stop(String reason) {
    List<Waiter> waiters = new ArrayList<>();
    lock.lock();
    try {
      stopReason = reason;
      queues.values().forEach(queue -> waiters.addAll(queue.dismissWaiters()));
    } finally {
      lock.unlock();
    }
    waiters.forEach(w -> w.completeExceptionally(new StoreUnavailableException(reason)));
  }

  // ------------------------------------------------------------------ locking

  private <T> T locked(Supplier<T> query) {
    lock.lock();
    try {
      return query.get();
    } finally {
      lock.unlock();
    }
  }

  /** Runs a change, then gives messages of the queues it touched to those who wait. */
  private void update(java.util.function.Consumer<Set<GroupQueue>> change) {
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
        takeBack(delivery.leases());
      }
    }
  }

  /** A waiter was cancelled at the moment it was served: its messages go to the next. */
  private void takeBack(List<Lease> leases) {
    Map<Integer, List<MessageId>> bySegment = new LinkedHashMap<>();
    for (Lease lease : leases) {
      MessageLease own = (MessageLease) lease;
      bySegment.computeIfAbsent(own.segment(), s -> new ArrayList<>()).add(own.id());
    }
    bySegment.forEach((number, ids) -> release(number, ids, self, false, null));
  }
}
