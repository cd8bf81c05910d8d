package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The consumers' side of the index: messages are leased, come back or go to a branch. Thread-safe.
 */
public final class LeaseIndex {

  private final IndexState state;

  LeaseIndex(IndexState state) {
    this.state = state;
  }

  /** Leases what is there, or waits; see {@link io.hikyaku.store.QueueStore#receive}. */
  public CompletableFuture<List<Lease>> receive(Group group, int max) {
    return await(group, new Waiter(state.self, max, this::forget));
  }

  /**
   * The same for a consumer on another member. Consumers here come first.
   *
   * @param borrower holds the leases
   */
  public CompletableFuture<List<Lease>> lend(Group group, int max, Holder borrower) {
    return await(group, new Waiter(borrower, max, this::forget));
  }

  private Waiter await(Group group, Waiter waiter) {
    state.update(
        update -> {
          GroupQueue queue = state.queue(group, update);
          if (state.stopReason != null) {
            update.dismiss(List.of(waiter), new StoreUnavailableException(state.stopReason));
          } else if (queue.group().deleted()) {
            update.dismiss(
                List.of(waiter),
                new UnknownGroupException("group '" + group.name() + "' was deleted"));
          } else if (state.isMember(waiter.holder)) {
            queue.await(waiter);
            update.touch(queue);
          }
        });
    return waiter;
  }

  private void forget(Waiter waiter) {
    state.locked(() -> state.queues.values().forEach(queue -> queue.forget(waiter)));
  }

  /**
   * Sets who brings leases back whose consumer here was cancelled as it was served.
   *
   * @param releases brings them to the primaries of their segments
   */
  public void onRefused(Consumer<List<Lease>> releases) {
    state.onRefused(
        (holder, leases) -> {
          if (holder.equals(state.self)) {
            releases.accept(leases);
          } else {
            MessageLease.bySegment(leases)
                .forEach((number, ids) -> release(number, ids, holder, false, null));
          }
        });
  }

  /**
   * Returns leased messages.
   *
   * @param failed whether it counts as a failed delivery
   * @return false if the segment is not open here: nothing was done
   */
  public boolean release(
      int number, Collection<MessageId> ids, Holder holder, boolean failed, String reason) {
    boolean[] open = new boolean[1];
    state.update(
        update -> {
          SegmentIndex segment = state.segments.get(number);
          if (segment != null) {
            open[0] = true;
            List<Entry> entries = new ArrayList<>();
            for (MessageId id : ids) {
              Entry entry = segment.entry(id);
              if (isHeld(entry, holder::equals)) {
                entries.add(entry);
              }
            }
            giveBack(segment, entries, failed, reason, update);
          }
        });
    return open[0];
  }

  private static boolean isHeld(Entry entry, Predicate<Holder> by) {
    return entry != null && entry.state == State.LEASED && by.test(entry.holder);
  }

  /** Last first, so that those that go to the head of a queue stand there in their order. */
  private void giveBack(
      SegmentIndex segment, List<Entry> entries, boolean failed, String reason, Update update) {
    long now = state.clock.millis();
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      GroupQueue queue = entry.queue;
      if (queue.isRetired()) {
        state.discard(segment, entry);
        continue;
      }
      update.touch(queue);
      entry.failures += failed ? 1 : 0;
      entry.holder = state.self; // leased until the page that moves it is stored, if it is moved
      if (entry.isExpired(now)) {
        state.deadLetters.expired(entry, update);
      } else if (failed && isLast(entry.failures, queue.group())) {
        state.deadLetters.failed(entry, reason, update);
      } else {
        long retryAt = failed ? Redelivery.retryAt(queue.group(), entry.failures, now) : 0;
        if (failed) {
          update.write(
              segment.number(), new PageRecord.Return(entry.id(), entry.failures, retryAt));
        }
        if (retryAt > 0) {
          queue.retryAt(entry, retryAt);
        } else {
          queue.giveBack(entry);
        }
      }
    }
  }

  private static boolean isLast(int failures, Group group) {
    return failures >= group.settings().deliveryLimit() && !group.isDeadLetters();
  }

  /** Leases of members that are gone return, as failed deliveries. */
  public void membersAre(Set<Long> incarnations) {
    state.locked(
        () -> {
          state.members = incarnations;
          state.queues.values().forEach(queue -> queue.forgetBorrowers(incarnations));
        });
    releaseWhere(
        entry ->
            entry.holder.branch() == null && !incarnations.contains(entry.holder.incarnation()),
        true,
        "the node that worked on it left");
  }

  /**
   * Takes back what was lent to a member that does not know of it: the answer to it was lost.
   *
   * @param known what it works on
   */
  public void takeBack(Group group, Holder borrower, Collection<MessageId> known) {
    Set<MessageId> kept = Set.copyOf(known);
    releaseWhere(
        entry ->
            borrower.equals(entry.holder)
                && entry.epoch() == group.epoch()
                && !kept.contains(entry.id()),
        false,
        null);
  }

  private void releaseWhere(Predicate<Entry> which, boolean failed, String reason) {
    state.update(
        update -> {
          for (SegmentIndex segment : state.segments.values()) {
            List<Entry> entries = new ArrayList<>();
            segment
                .entries()
                .forEach(
                    entry -> {
                      if (entry.state == State.LEASED && which.test(entry)) {
                        entries.add(entry);
                      }
                    });
            entries.sort(Comparator.comparingLong(Entry::stamp));
            giveBack(segment, entries, failed, reason, update);
          }
        });
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
      releaseWhere(
          entry -> Holder.branch(branch).equals(entry.holder),
          true,
          "its transaction was rolled back");
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
    List<MessageLease> seen = new ArrayList<>();
    state.update(
        update ->
            state
                .queue(group, update)
                .browse(limit)
                .forEach(entry -> seen.add(new MessageLease(entry, entry.failures))));
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
                  .filter(entry -> entry.state == State.LEASED && !entry.queue.isRetired())
                  .count();
          return leased - branches + state.away.size();
        });
  }

  /** Gives out no messages for a time; who waits goes on waiting. */
  public void suspend(boolean suspended) {
    state.update(
        update -> {
          if (state.suspended != suspended) {
            state.suspended = suspended;
            state.queues.values().forEach(update::touch);
          }
        });
  }

  /** No more messages are given out; who waits is told. */
  public void stop(String reason) {
    state.update(
        update -> {
          state.stopReason = reason;
          for (GroupQueue queue : state.queues.values()) {
            update.dismiss(queue.dismissWaiters(), new StoreUnavailableException(reason));
          }
        });
  }
}
