package io.hikyaku.store.infinispan;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.infinispan.remoting.transport.Address;

/**
 * Throws away what a member has of a table from before the others took it for dead, once it is let
 * in again and has what they have.
 *
 * <p>Infinispan does that for distributed caches only: in a replicated one {@code
 * DefaultSegmentedDataContainer.removeSegments} does nothing (16.1.4, {@code shouldStopSegments}).
 * So what the others had removed meanwhile stayed with the member that came back, and went to all
 * again when the next one was lost ({@link TableRepair}): transactions that had ended long ago were
 * open once more, and applied a second time.
 *
 * <p>Until then the old entries stay, as readers would take an empty table for the truth. What is
 * given by the others is told apart from them by being another array.
 */
@Listener
public final class OldEntries {

  private final InfinispanTable table;
  private volatile Map<String, byte[]> old = Map.of();
  private volatile CompletableFuture<Void> whole = CompletableFuture.completedFuture(null);

  OldEntries(InfinispanTable table) {
    this.table = table;
  }

  /** Completes when no old entries are here; at once in the usual case. */
  CompletableFuture<Void> whole() {
    return whole;
  }

  /** Called by Infinispan before and after it installs a topology; must not block it. */
  @TopologyChanged
  public void topologyChanged(TopologyChangedEvent<Object, Object> event) {
    if (event.isPre() && event.getWriteConsistentHashAtStart() != null) {
      topologyChanges(
          event.getWriteConsistentHashAtStart().getMembers(),
          event.getWriteConsistentHashAtEnd().getMembers(),
          event.getReadConsistentHashAtEnd().getMembers());
    }
  }

  /**
   * A topology is about to be installed.
   *
   * @param readers members that have all of the table
   */
  void topologyChanges(List<Address> before, List<Address> after, List<Address> readers) {
    Address self = table.self();
    if (before.contains(self) && !after.contains(self)) {
      old = table.entries();
      whole = new CompletableFuture<>();
    } else if (readers.contains(self) && !whole.isDone()) {
      if (readers.size() > 1) { // else those who had it died before they gave it
        old.forEach(table::discard);
      }
      old = Map.of();
      whole.complete(null);
    }
  }
}
