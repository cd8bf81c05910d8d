package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.container.impl.InternalDataContainer;
import org.infinispan.context.Flag;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.remoting.transport.Address;

/** A table in a replicated cache; keys are UTF-8. */
final class InfinispanTable implements ReplicatedTable {

  private final Cluster.Table table;
  private final AdvancedCache<byte[], byte[]> cache;
  private final InternalDataContainer<Object, Object> container;
  private final Timeouts timeouts;
  private final OldEntries oldEntries = new OldEntries(this);

  @SuppressWarnings("unchecked")
  InfinispanTable(Cluster.Table table, AdvancedCache<byte[], byte[]> cache, Timeouts timeouts) {
    this.table = table;
    this.cache = cache;
    this.container = ComponentRegistry.componentOf(cache, InternalDataContainer.class);
    this.timeouts = timeouts;
  }

  @Override
  public byte[] get(String key) {
    // not through the cache, which refuses reads on the wrong side of a split
    InternalCacheEntry<Object, Object> entry = container.peek(new WrappedByteArray(toBytes(key)));
    return entry == null ? null : PageKeyPartitioner.bytes(entry.getValue());
  }

  @Override
  public Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new HashMap<>();
    Iterator<InternalCacheEntry<Object, Object>> all = container.iterator();
    while (all.hasNext()) {
      InternalCacheEntry<Object, Object> entry = all.next();
      entries.put(
          fromBytes(PageKeyPartitioner.bytes(entry.getKey())),
          PageKeyPartitioner.bytes(entry.getValue()));
    }
    return entries;
  }

  /** Forgets an entry here, as long as it has this very array for its value. */
  @SuppressWarnings("ReferenceEquality")
  void discard(String key, byte[] value) {
    Object stored = new WrappedByteArray(toBytes(key));
    int segment = cache.getDistributionManager().getCacheTopology().getSegment(stored);
    container.compute(
        segment,
        stored,
        (same, entry, factory) ->
            entry != null && PageKeyPartitioner.bytes(entry.getValue()) == value ? null : entry);
  }

  /** Follows the topology for this table. */
  OldEntries oldEntries() {
    return oldEntries;
  }

  @Override
  public CompletionStage<Void> whole() {
    return oldEntries.whole();
  }

  @Override
  public CompletionStage<Void> put(String key, byte[] value) {
    return timeouts.bound(
        () ->
            cache
                .withFlags(Flag.IGNORE_RETURN_VALUES)
                .putAsync(toBytes(key), value)
                .thenApply(old -> null),
        "storing " + key + " in table " + table);
  }

  @Override
  public CompletionStage<byte[]> putIfAbsent(String key, byte[] value) {
    return timeouts.bound(
        () -> cache.putIfAbsentAsync(toBytes(key), value), "storing " + key + " in table " + table);
  }

  @Override
  public CompletionStage<Boolean> replace(String key, byte[] expected, byte[] value) {
    return timeouts.bound(
        () -> cache.replaceAsync(toBytes(key), expected, value),
        "storing " + key + " in table " + table);
  }

  @Override
  public CompletionStage<Boolean> remove(String key, byte[] expected) {
    return timeouts.bound(
        () -> cache.removeAsync(toBytes(key), expected),
        "removing " + key + " from table " + table);
  }

  @Override
  public CompletionStage<Boolean> remove(String key) {
    return timeouts.bound(
        () -> cache.removeAsync(toBytes(key)).thenApply(old -> old != null),
        "removing " + key + " from table " + table);
  }

  Address self() {
    return cache.getRpcManager().getAddress();
  }

  /** Whether changes of a key go through this member first. */
  boolean isPrimary(String key) {
    return cache
        .getDistributionManager()
        .getCacheTopology()
        .getDistribution(toBytes(key))
        .isPrimary();
  }

  @Override
  public void watch(Consumer<String> changed) {
    cache.addListener(new TableMirror(changed));
  }

  @Override
  public String toString() {
    return "table " + table;
  }

  static byte[] toBytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  static String fromBytes(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
