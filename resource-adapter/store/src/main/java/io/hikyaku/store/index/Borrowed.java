package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.store.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Messages lent between members: consumers here wait for some, and other members have them.
 * Thread-safe.
 */
public final class Borrowed {

  /** The most that is asked for at once. */
  private static final int MAX_WANTED = 256;

  private final IndexState state;

  Borrowed(IndexState state) {
    this.state = state;
  }

  /**
   * Consumers that wait here.
   *
   * @param messages how many they would take
   */
  public record Want(Group group, int messages) {}

  /** What consumers here wait for; in a keyed group, only what the first one would take. */
  public List<Want> wants() {
    return state.locked(
        () -> {
          List<Want> wants = new ArrayList<>();
          if (state.stopReason == null) {
            for (GroupQueue queue : state.queues.values()) {
              Waiter first = queue.firstLocalWaiter();
              if (first != null && !queue.group().paused()) {
                boolean keyed = queue.group().settings().order() == Order.KEYED;
                wants.add(new Want(queue.group(), keyed ? first.max : queue.wanted(MAX_WANTED)));
              }
            }
          }
          return wants;
        });
  }

  /**
   * Takes over what another member lent and gives it to those who wait.
   *
   * @return what nobody here waits for any more
   */
  public List<Lease> adopt(Group group, List<MessageLease> leases) {
    List<Lease> unwanted = new ArrayList<>();
    state.update(
        update -> {
          leases.forEach(lease -> state.away.add(lease.segment(), lease.id()));
          GroupQueue queue = state.queue(group, update);
          boolean keyed = queue.group().settings().order() == Order.KEYED;
          List<Lease> left = new ArrayList<>(leases);
          Waiter waiter = queue.firstLocalWaiter();
          while (!left.isEmpty() && waiter != null) {
            List<Lease> part = left.subList(0, Math.min(waiter.max, left.size()));
            queue.forget(waiter);
            update.deliver(waiter, List.copyOf(part));
            part.clear();
            // messages of one key are worked on by one consumer
            waiter = keyed ? null : queue.firstLocalWaiter();
          }
          unwanted.addAll(left);
        });
    return unwanted;
  }

  /** Messages of other members that consumers here work on. */
  public Set<MessageId> held() {
    return state.locked(() -> state.away.all());
  }
}
