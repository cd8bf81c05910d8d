package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.cluster.Tombstone;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.util.IntSets;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.container.impl.InternalDataContainer;
import org.infinispan.context.Flag;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.functional.FunctionalMap.WriteOnlyMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.WriteOnlyMapImpl;

/** Writes pages to all their owners and reads those stored here. */
final class PageStore {

  private final AdvancedCache<byte[], byte[]> cache;
  private final WriteOnlyMap<byte[], byte[]> functional;
  private final InternalDataContainer<Object, Object> container;
  private final Timeouts timeouts;

  @SuppressWarnings("unchecked")
  PageStore(AdvancedCache<byte[], byte[]> pages, Timeouts timeouts) {
    cache = pages.withFlags(Flag.IGNORE_RETURN_VALUES);
    functional = WriteOnlyMapImpl.create(FunctionalMapImpl.create(cache));
    container = ComponentRegistry.componentOf(pages, InternalDataContainer.class);
    this.timeouts = timeouts;
  }

  CompletionStage<Void> write(List<NamedPage> pages, Collection<Removal> removals) {
    if (pages.isEmpty() && removals.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return timeouts.bound(
        () -> start(pages, removals),
        "writing " + (pages.isEmpty() ? "removals" : pages.get(0).name()));
  }

  private CompletionStage<Void> start(List<NamedPage> pages, Collection<Removal> removals) {
    if (pages.size() == 1 && removals.isEmpty()) {
      NamedPage page = pages.get(0);
      return cache.putAsync(page.name().toBytes(), page.bytes()).thenApply(old -> null);
    }
    return functional.evalMany(updates(pages, removals), PageUpdate.INSTANCE);
  }

  /** Keys are never looked up here: Infinispan wraps each before it hashes. */
  @SuppressWarnings("ArrayAsKeyOfSetOrMap")
  private static Map<byte[], byte[]> updates(List<NamedPage> pages, Collection<Removal> removals) {
    Map<byte[], byte[]> updates = new HashMap<>();
    for (NamedPage page : pages) {
      updates.put(page.name().toBytes(), page.bytes());
    }
    for (Removal removal : removals) {
      updates.put(
          removal.page().toBytes(), removal.tombstone() ? Tombstone.bytes() : PageUpdate.REMOVE);
    }
    return updates;
  }

  void forEach(int segment, BiConsumer<PageName, byte[]> action) {
    Iterator<InternalCacheEntry<Object, Object>> entries =
        container.iterator(IntSets.immutableSet(segment));
    while (entries.hasNext()) {
      InternalCacheEntry<Object, Object> entry = entries.next();
      action.accept(
          PageName.fromBytes(PageKeyPartitioner.bytes(entry.getKey())),
          PageKeyPartitioner.bytes(entry.getValue()));
    }
  }
}
