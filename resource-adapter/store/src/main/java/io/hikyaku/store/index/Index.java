package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.HybridClock;
import java.time.Clock;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** The index of all segments that are open on this node. Thread-safe; never blocks for long. */
public final class Index {

  private final IndexState state;
  private final PageIndex pages;
  private final LeaseIndex leases;

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
    state = new IndexState(Holder.consumer(incarnation), groups, clock);
    pages = new PageIndex(state, hybridClock);
    leases = new LeaseIndex(state, new DeadLetters(ids), followUp);
  }

  /** The pages side. */
  public PageIndex pages() {
    return pages;
  }

  /** The consumers' side. */
  public LeaseIndex leases() {
    return leases;
  }

  /** A group became known: messages that were stored before it are given out. */
  public void groupAdded(Group group) {
    state.update(
        touched -> {
          for (SegmentIndex segment : state.segments.values()) {
            for (Entry entry : segment.entries()) {
              if (entry.state == State.PARKED && entry.epoch == group.epoch()) {
                state.attach(entry, null, touched);
              }
            }
          }
        });
  }

  /** Gives out delayed messages whose time has come. */
  public void wakeDelayed() {
    long now = state.clock.millis();
    state.update(
        touched -> {
          for (GroupQueue queue : state.queues.values()) {
            if (queue.counters().delayed > 0) {
              queue.wakeDelayed(now);
              touched.add(queue);
            }
          }
        });
  }

  /** Called once a second, for rates. */
  public void sample() {
    state.locked(() -> state.queues.values().forEach(queue -> queue.counters().sample()));
  }

  /** The figures of all groups that were used here. */
  public List<GroupSnapshot> snapshot() {
    return state.locked(() -> state.queues.values().stream().map(GroupSnapshot::of).toList());
  }
}
