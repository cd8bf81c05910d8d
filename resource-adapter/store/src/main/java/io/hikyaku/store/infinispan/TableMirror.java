package io.hikyaku.store.infinispan;

import java.util.function.Consumer;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;

/**
 * Tells of changed keys on the thread that makes the change, before whoever asked for it goes on:
 * so a mirror is never behind what a caller was told. What comes by state transfer or a merge is
 * covered by telling, after each topology, that any key may have changed.
 */
@Listener(observation = Listener.Observation.POST)
public final class TableMirror {

  private final Consumer<String> changed;

  TableMirror(Consumer<String> changed) {
    this.changed = changed;
  }

  /** Called by Infinispan after an entry changed here, whoever changed it. */
  @CacheEntryCreated
  @CacheEntryModified
  @CacheEntryRemoved
  public void entryChanged(CacheEntryEvent<byte[], byte[]> event) {
    changed.accept(InfinispanTable.fromBytes(event.getKey()));
  }

  /** Called by Infinispan after it installed a topology. */
  @TopologyChanged
  public void topologyChanged(TopologyChangedEvent<Object, Object> event) {
    if (!event.isPre()) {
      changed.accept(null);
    }
  }
}
