package io.hikyaku.store.node;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.api.management.GroupSettings.WhenFull;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Whether, where and how long a unit of work waits for room. Not thread-safe. */
final class RoomNeeded {

  /** The line of those that wait for the node's memory. */
  private static final long MEMORY = -1;

  private long line = MEMORY;
  private boolean inOrder;
  private Duration wait = Duration.ZERO;

  /** The unit of work sends to a group. It waits in the line of the first that lets it wait. */
  void sendsTo(Group group) {
    GroupSettings settings = group.settings();
    inOrder |= settings.order() == Order.KEYED;
    if (settings.isLimited() && settings.whenFull() == WhenFull.WAIT) {
      line = line == MEMORY ? Epoch.group(group.epoch()) : line;
      wait = longer(wait, settings.fullWait());
    }
  }

  /** Sends, when there is room. */
  CompletionStage<Void> await(
      FullWaits waits, Duration memoryWait, Supplier<CompletionStage<Void>> send) {
    return waits.run(line, inOrder, longer(wait, memoryWait), send);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
