package io.hikyaku.store.infinispan;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.infinispan.remoting.transport.Address;

/**
 * Makes a table equal on all members after one was lost. What that wrote last, of keys that it was
 * the primary of, may have reached some of the others and not all; in a replicated cache nothing is
 * transferred after a loss that would show it (Infinispan 16.1.4; {@code TablesAfterCrashTest}).
 *
 * <p>Each member offers what it has to the primary of the key, which keeps the later of two values
 * as after a split ({@link KeepCopyMergePolicy#NEWEST}); and the primary writes what it has once
 * more. So what reached anybody reaches all.
 */
@Listener
public final class TableRepair {

  private static final Logger LOG = Logger.getLogger(TableRepair.class.getName());

  /** Entries that are offered at the same time. */
  private static final int MAX_OFFERED = 64;

  private final InfinispanTable table;
  private final Executor executor;

  /** What was here before the topology that is being installed, if a member was lost. */
  private volatile Map<String, byte[]> before = Map.of();

  /**
   * @param executor runs one task at a time
   */
  TableRepair(InfinispanTable table, Executor executor) {
    this.table = table;
    this.executor = executor;
  }

  /**
   * Called by Infinispan before and after it installs a topology; must not block it. What is here
   * is looked at before: writes of the others that belong to the new topology wait for it, so none
   * can have covered what the lost member wrote.
   */
  @TopologyChanged
  public void topologyChanged(TopologyChangedEvent<Object, Object> event) {
    if (event.isPre()) {
      List<Address> left = event.getWriteConsistentHashAtEnd().getMembers();
      boolean lost = !left.containsAll(event.getWriteConsistentHashAtStart().getMembers());
      // one that is let in again after the others took it for dead has nothing to say: what it has
      // is old, and is thrown away (OldEntries)
      boolean knows = left.contains(table.self()) && table.oldEntries().whole().isDone();
      before = lost && knows ? table.entries() : Map.of();
    } else if (!before.isEmpty()) {
      Queue<Map.Entry<String, byte[]>> entries = new ArrayDeque<>(before.entrySet());
      before = Map.of();
      executor.execute(() -> offer(entries));
    }
  }

  /** Offers some, and the rest after them. */
  private void offer(Queue<Map.Entry<String, byte[]>> entries) {
    CompletableFuture<?>[] offered =
        new CompletableFuture<?>[Math.min(MAX_OFFERED, entries.size())];
    Arrays.setAll(
        offered,
        i -> {
          Map.Entry<String, byte[]> entry = entries.remove();
          return offer(entry.getKey(), entry.getValue()).toCompletableFuture();
        });
    CompletableFuture.allOf(offered)
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure != null) {
                LOG.log(
                    Level.WARNING,
                    "HIKYAKU1005W: after the loss of a node, entries of "
                        + table
                        + " may differ between nodes until the next one comes or goes",
                    failure);
              }
              if (!entries.isEmpty()) {
                offer(entries);
              }
            },
            executor);
  }

  private CompletionStage<?> offer(String key, byte[] mine) {
    if (table.isPrimary(key)) {
      return table.replace(key, mine, mine);
    }
    return table
        .putIfAbsent(key, mine)
        .thenCompose(
            theirs ->
                theirs != null
                        && KeepCopyMergePolicy.revision(mine) > KeepCopyMergePolicy.revision(theirs)
                    ? table.replace(key, theirs, mine)
                    : CompletableFuture.completedFuture(false));
  }
}
