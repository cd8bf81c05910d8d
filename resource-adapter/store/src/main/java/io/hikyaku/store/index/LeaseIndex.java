package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The consumers' side of the index: messages are leased, come back or go to a branch. Thread-safe.
 */
public final class LeaseIndex {

  private final IndexState state;
  private final DeadLetters deadLetters;
  private final FollowUp followUp;

  LeaseIndex(IndexState state, DeadLetters deadLetters, FollowUp followUp) {
    this.state = state;
    this.deadLetters = deadLetters;
    this.followUp = followUp;
    state.onRefused(this::takeBack);
  }

  /** Leases what is there, or waits; see {@link io.hikyaku.store.QueueStore#receive}. */
  public CompletableFuture<List<Lease>> receive(Group group, int max) {
    return state.locked(
        () -> {
          Waiter waiter = new Waiter(max, this::forget);
          if (state.stopReason != null) {
            waiter.completeExceptionally(new StoreUnavailableException(state.stopReason));
            return waiter;
          }
          GroupQueue queue = state.queue(group.epoch());
          List<Lease> leases = queue.lease(max);
          if (leases.isEmpty()) {
            queue.await(waiter);
          } else {
            waiter.complete(leases);
          }
          return waiter;
        });
  }

  private void forget(Waiter waiter) {
    state.locked(() -> state.queues.values().forEach(queue -> queue.forget(waiter)));
  }

  /** Leases whose waiter was cancelled go to the next. */
  private void takeBack(List<Lease> leases) {
    MessageLease.bySegment(leases)
        .forEach((number, ids) -> release(number, ids, state.self, false, null));
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
    state.update(
        touched -> {
          SegmentIndex segment = state.segments.get(number);
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
          entry.holder = state.self; // leased until the page that moves it is stored
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
    state.update(
        touched -> {
          for (SegmentIndex segment : state.segments.values()) {
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

  /** Messages of a branch that was prepared: they stay leased until it ends. Idempotent. */
  public void hold(String branch, int number, Collection<MessageId> ids) {
    Holder holder = Holder.branch(branch);
    state.locked(
        () -> {
          SegmentIndex segment = state.segments.get(number);
          for (MessageId id : segment == null ? List.<MessageId>of() : ids) {
            Entry entry = segment.entry(id);
            if (entry != null && entry.state == State.LEASED && !holder.equals(entry.holder)) {
              entry.holder = holder;
              state.branches.computeIfAbsent(branch, b -> new ArrayList<>()).add(entry);
            }
          }
        });
  }

  /** A branch ended: what it did not settle returns. */
  public void branchEnded(String branch) {
    List<Entry> held = state.locked(() -> state.branches.remove(branch));
    if (held != null && !held.isEmpty()) {
      releaseWhere(Holder.branch(branch)::equals, "its transaction was rolled back");
    }
  }

  /** Branches that hold messages here. */
  public Set<String> branchesHolding() {
    return state.locked(() -> Set.copyOf(state.branches.keySet()));
  }

  /** A lease of a segment that is elsewhere ended, and its new primary knows. */
  public void awayLeaseEnded(int number, Collection<MessageId> ids) {
    state.locked(() -> state.away.ended(number, ids));
  }

  /** Ready messages in the order they would be taken; their delivery count is that up to now. */
  public List<ReceivedMessage> browse(Group group, int limit) {
    List<MessageLease> seen =
        state.locked(
            () ->
                state.queue(group.epoch()).browse(limit).stream()
                    .map(entry -> new MessageLease(entry, entry.failures))
                    .toList());
    return seen.stream().map(MessageLease::message).toList();
  }

  /**
   * How many messages consumers work on: leases here, and those of segments that went elsewhere.
   * Prepared branches do not count: they may stay for long, and outlive this node.
   */
  public long held() {
    return state.locked(
        () -> {
          long leased = state.queues.values().stream().mapToLong(q -> q.counters().inFlight).sum();
          long branches =
              state.branches.values().stream()
                  .flatMap(List::stream)
                  .filter(entry -> entry.state == State.LEASED)
                  .count();
          return leased - branches + state.away.size();
        });
  }

  /** No more messages are given out; who waits is told. */
  public void stop(String reason) {
    List<Waiter> waiters = new ArrayList<>();
    state.locked(
        () -> {
          state.stopReason = reason;
          state.queues.values().forEach(queue -> waiters.addAll(queue.dismissWaiters()));
        });
    waiters.forEach(w -> w.completeExceptionally(new StoreUnavailableException(reason)));
  }
}
