package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;

/**
 * Tells of changes of a table. An event only says that there is something to look at; what is told
 * is the difference between the table and what was told last. So what comes without events, by
 * state transfer or a merge, is found after the change of topology that goes with it; no event can
 * overtake another; and changes of one key in quick succession may be told as one.
 */
@Listener(observation = Listener.Observation.POST)
public final class TableWatcher {

  private final Cluster.Table table;
  private final InfinispanTable entries;
  private final Notifier notifier;

  /** What the listener knows; used on the notifier's thread only. */
  private final Map<String, byte[]> told = new HashMap<>();

  TableWatcher(Cluster.Table table, InfinispanTable entries, Notifier notifier) {
    this.table = table;
    this.entries = entries;
    this.notifier = notifier;
  }

  /** Called by Infinispan after an entry changed here, whoever changed it. */
  @CacheEntryCreated
  @CacheEntryModified
  @CacheEntryRemoved
  public void entryChanged(CacheEntryEvent<byte[], byte[]> event) {
    String key = InfinispanTable.fromBytes(event.getKey());
    notifier.tell(listener -> tell(listener, key, entries.get(key)));
  }

  /** Called by Infinispan after it installed a topology. */
  @TopologyChanged
  public void topologyChanged(TopologyChangedEvent<Object, Object> event) {
    if (!event.isPre()) {
      publish();
    }
  }

  /** Tells of all that differs from what was told. */
  void publish() {
    notifier.tell(
        listener -> {
          Map<String, byte[]> present = entries.entries();
          Set<String> gone = new HashSet<>(told.keySet());
          gone.removeAll(present.keySet());
          gone.forEach(key -> tell(listener, key, null));
          present.forEach((key, value) -> tell(listener, key, value));
        });
  }

  private void tell(ClusterListener listener, String key, byte[] value) {
    byte[] before = value == null ? told.remove(key) : told.put(key, value);
    if (!Arrays.equals(before, value)) {
      listener.tableChanged(table, key, value);
    }
  }
}
