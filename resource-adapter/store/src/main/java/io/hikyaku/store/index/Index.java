package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.page.HybridClock;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The index of all segments that are open on this node. Thread-safe; never blocks for long. */
public final class Index {

  /** Messages of one group that become ready in one step: more wait for the next. */
  private static final int WAKE_AT_ONCE = 5000;

  /** Messages of one group that expire in one step: each is written anew. */
  private static final int EXPIRE_AT_ONCE = 2000;

  private final IndexState state;
  private final PageIndex pages;
  private final LeaseIndex leases;
  private final Borrowed borrowed;
  private final MessageIndex messages;
  private final Reclaim reclaim;

  /**
   * @param incarnation of this node
   * @param nodeName its name, for dead letters
   * @param ids names for messages that the index makes: dead letters
   */
  public Index(
      long incarnation,
      String nodeName,
      Clock clock,
      HybridClock hybridClock,
      Supplier<MessageId> ids,
      FollowUp followUp) {
    state =
        new IndexState(
            Holder.consumer(incarnation), clock, new DeadLetters(nodeName, ids, clock), followUp);
    pages = new PageIndex(state, hybridClock);
    leases = new LeaseIndex(state);
    borrowed = new Borrowed(state);
    messages = new MessageIndex(state);
    reclaim = new Reclaim(state);
  }

  /** The pages side. */
  public PageIndex pages() {
    return pages;
  }

  /** The consumers' side. */
  public LeaseIndex leases() {
    return leases;
  }

  /** Messages of other members for consumers here. */
  public Borrowed borrowed() {
    return borrowed;
  }

  /** The view of single messages. */
  public MessageIndex messages() {
    return messages;
  }

  /**
   * A group is new or has changed: messages that were stored before it was known are given out,
   * those of earlier lives are void from here on. Takes the same time whatever the group holds.
   */
  public void groupChanged(Group group) {
    state.update(update -> state.change(group, update));
  }

  /** A deleted group need not be kept in mind any more. */
  public void groupForgotten(Group group) {
    state.locked(() -> state.forget(group));
  }

  /**
   * Gives out delayed messages whose time has come, lends what consumers here do not get to, and
   * moves messages whose time is over.
   */
  public void tick() {
    long now = state.clock.millis();
    state.update(
        update -> {
          for (GroupQueue queue : state.queues.values()) {
            if (queue.counters().delayed > 0) {
              queue.wakeDelayed(now, WAKE_AT_ONCE);
              update.touch(queue);
            }
            if (queue.tick()) {
              update.touch(queue);
            }
            for (Entry entry : queue.takeExpired(now, EXPIRE_AT_ONCE)) {
              state.deadLetters.expired(entry, update);
            }
          }
        });
  }

  /** Lets go of purged messages for a bounded time; see {@link Reclaim}. */
  public void reclaim() {
    reclaim.run();
  }

  /** Called once a second, for rates. */
  public void sample() {
    state.locked(() -> state.queues.values().forEach(queue -> queue.counters().totals.sample()));
    state.deadLetters.log();
  }

  /** The figures of all groups that were used here. */
  public List<GroupSnapshot> snapshot() {
    return state.locked(() -> state.queues.values().stream().map(GroupSnapshot::of).toList());
  }

  /** Those of one group, by {@link Epoch#group}; empty if it was not used here. */
  public List<GroupSnapshot> snapshot(long group) {
    return state.locked(
        () -> {
          GroupQueue queue = state.queues.get(group);
          return queue == null ? List.of() : List.of(GroupSnapshot.of(queue));
        });
  }
}
