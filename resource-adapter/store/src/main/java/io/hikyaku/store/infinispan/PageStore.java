package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.cluster.Tombstone;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.commons.util.IntSets;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.container.impl.InternalDataContainer;
import org.infinispan.context.Flag;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.functional.FunctionalMap.WriteOnlyMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.WriteOnlyMapImpl;

/**
 * Writes pages to all their owners and reads those stored here. A page is an entry under its name.
 * Of a large one that is its directory; the parts of its payload are entries beside it, written
 * before it, so that a page that is there is whole.
 */
final class PageStore {

  /** Parts in one operation. */
  private static final int PARTS_AT_ONCE = 4;

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

  /** The entries that pages are made of. */
  AdvancedCache<byte[], byte[]> cache() {
    return cache;
  }

  CompletionStage<Void> write(List<NamedPage> pages, Collection<Removal> removals) {
    if (pages.isEmpty() && removals.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return timeouts.bound(
        () -> {
          Deque<Map<byte[], byte[]>> parts = parts(pages);
          return parts.isEmpty()
              ? finish(pages, removals)
              : writeParts(parts, System.nanoTime()).thenCompose(done -> finish(pages, removals));
        },
        "writing " + (pages.isEmpty() ? "removals" : pages.get(0).name()));
  }

  /** The parts of large pages, in portions. */
  @SuppressWarnings("ArrayAsKeyOfSetOrMap") // as for updates
  private static Deque<Map<byte[], byte[]>> parts(List<NamedPage> pages) {
    Deque<Map<byte[], byte[]>> portions = new ArrayDeque<>();
    for (NamedPage page : pages) {
      for (int part = 0; part < page.name().parts(); part++) {
        if (part % PARTS_AT_ONCE == 0) {
          portions.add(new HashMap<>());
        }
        portions.getLast().put(EntryName.part(page.name(), part), page.arrays().get(part + 1));
      }
    }
    return portions;
  }

  /**
   * Writes one portion after the other. Too late it gives up: parts that were without their page
   * for long may have been taken for left over.
   */
  private CompletionStage<Void> writeParts(Deque<Map<byte[], byte[]>> portions, long beganNanos) {
    Map<byte[], byte[]> portion = portions.pollFirst();
    if (timeouts.isOver(beganNanos)) {
      return CompletableFuture.failedFuture(new TimeoutException("parts of a page"));
    }
    return portion == null
        ? CompletableFuture.completedFuture(null)
        : functional
            .evalMany(portion, PageUpdate.INSTANCE)
            .thenCompose(done -> writeParts(portions, beganNanos));
  }

  private CompletionStage<Void> finish(List<NamedPage> pages, Collection<Removal> removals) {
    if (pages.size() == 1 && removals.isEmpty()) {
      NamedPage page = pages.get(0);
      return cache.putAsync(page.name().toBytes(), page.head()).thenApply(old -> null);
    }
    return functional.evalMany(updates(pages, removals), PageUpdate.INSTANCE);
  }

  /** Keys are never looked up here: Infinispan wraps each before it hashes. */
  @SuppressWarnings("ArrayAsKeyOfSetOrMap")
  private Map<byte[], byte[]> updates(List<NamedPage> pages, Collection<Removal> removals) {
    Map<byte[], byte[]> updates = new HashMap<>();
    for (NamedPage page : pages) {
      updates.put(page.name().toBytes(), page.head());
    }
    for (Removal removal : removals) {
      PageName page = removal.page();
      updates.put(page.toBytes(), PageUpdate.REMOVE);
      for (int part = 0; part < page.parts(); part++) {
        updates.put(EntryName.part(page, part), PageUpdate.REMOVE);
      }
      byte[] tombstone = EntryName.tombstone(page);
      if (removal.tombstone()) {
        updates.put(tombstone, Tombstone.bytes());
      } else if (peek(page.segment(), tombstone) != null) {
        updates.put(tombstone, PageUpdate.REMOVE);
      }
    }
    return updates;
  }

  /** Passes on the pages of a segment that are here, whole, and tombstones. */
  void forEach(int segment, Consumer<NamedPage> action) {
    Iterator<InternalCacheEntry<Object, Object>> entries =
        container.iterator(IntSets.immutableSet(segment));
    while (entries.hasNext()) {
      InternalCacheEntry<Object, Object> entry = entries.next();
      byte[] key = PageKeyPartitioner.bytes(entry.getKey());
      if (!EntryName.isPart(key)) {
        of(key, PageKeyPartitioner.bytes(entry.getValue())).ifPresent(action);
      }
    }
  }

  /**
   * The page, or tombstone, that an entry belongs to. Empty if not all of it is here: while a split
   * is healed, a page and its parts come in any order.
   */
  Optional<NamedPage> of(byte[] key, byte[] value) {
    PageName name = EntryName.page(key);
    if (EntryName.isTombstone(key)) {
      return Optional.of(new NamedPage(name, value));
    }
    byte[] head = EntryName.isPart(key) ? peek(name.segment(), name.toBytes()) : value;
    return head == null ? Optional.empty() : whole(name, head);
  }

  private Optional<NamedPage> whole(PageName name, byte[] head) {
    if (name.parts() == 0) {
      return Optional.of(new NamedPage(name, head));
    }
    List<byte[]> arrays = new ArrayList<>(name.parts() + 1);
    arrays.add(head);
    for (int part = 0; part < name.parts(); part++) {
      byte[] bytes = peek(name.segment(), EntryName.part(name, part));
      if (bytes == null) {
        return Optional.empty();
      }
      arrays.add(bytes);
    }
    return Optional.of(new NamedPage(name, List.copyOf(arrays)));
  }

  private byte[] peek(int segment, byte[] key) {
    InternalCacheEntry<Object, Object> entry = container.peek(segment, new WrappedByteArray(key));
    return entry == null ? null : PageKeyPartitioner.bytes(entry.getValue());
  }

  /**
   * Pages of which there are parts here though the page is not: it is being written, its writer
   * died, or it was removed on one side of a split. With whether a tombstone stands for it.
   */
  Map<PageName, Boolean> partsWithoutPage(IntPredicate segments) {
    Map<PageName, Boolean> found = new HashMap<>();
    Iterator<InternalCacheEntry<Object, Object>> entries = container.iterator();
    while (entries.hasNext()) {
      byte[] key = PageKeyPartitioner.bytes(entries.next().getKey());
      if (EntryName.isPart(key) && segments.test(PageName.segmentOf(key))) {
        PageName page = EntryName.page(key);
        if (peek(page.segment(), page.toBytes()) == null) {
          found.put(page, peek(page.segment(), EntryName.tombstone(page)) != null);
        }
      }
    }
    return found;
  }
}
