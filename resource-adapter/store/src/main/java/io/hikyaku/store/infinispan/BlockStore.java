package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Blocks;
import io.hikyaku.store.cluster.Placement;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.container.impl.InternalDataContainer;
import org.infinispan.context.Flag;
import org.infinispan.factories.ComponentRegistry;

/** Blocks of tuples in a distributed cache. */
final class BlockStore implements Blocks {

  private final AdvancedCache<byte[], byte[]> cache;
  private final AdvancedCache<byte[], byte[]> writes;
  private final AdvancedCache<byte[], byte[]> local;
  private final InternalDataContainer<Object, Object> container;
  private final TopologyWatcher topology;
  private final Timeouts timeouts;

  @SuppressWarnings("unchecked")
  BlockStore(AdvancedCache<byte[], byte[]> blocks, TopologyWatcher topology, Timeouts timeouts) {
    cache = blocks;
    writes = blocks.withFlags(Flag.IGNORE_RETURN_VALUES);
    local = blocks.withFlags(Flag.IGNORE_RETURN_VALUES, Flag.CACHE_MODE_LOCAL);
    container = ComponentRegistry.componentOf(blocks, InternalDataContainer.class);
    this.topology = topology;
    this.timeouts = timeouts;
  }

  @Override
  public Placement placement() {
    return topology.placement();
  }

  /** Whether copies of blocks are being made now. */
  boolean rebalancing() {
    return topology.rebalancing();
  }

  @Override
  public CompletionStage<Void> put(BlockName name, byte[] block) {
    return timeouts.bound(
        () -> writes.putAsync(name.toBytes(), block).thenApply(old -> null), "writing " + name);
  }

  @Override
  public byte[] here(BlockName name) {
    InternalCacheEntry<Object, Object> entry =
        container.peek(name.segment(), new WrappedByteArray(name.toBytes()));
    return entry == null ? null : PageKeyPartitioner.bytes(entry.getValue());
  }

  @Override
  public CompletionStage<byte[]> get(BlockName name) {
    return timeouts.bound(() -> cache.getAsync(name.toBytes()), "reading " + name);
  }

  @Override
  public CompletionStage<Void> remove(BlockName name) {
    return timeouts.bound(
        () -> writes.removeAsync(name.toBytes()).thenApply(old -> null), "removing " + name);
  }

  @Override
  public void forEachHere(BiConsumer<BlockName, byte[]> action) {
    Iterator<InternalCacheEntry<Object, Object>> entries = container.iterator();
    while (entries.hasNext()) {
      InternalCacheEntry<Object, Object> entry = entries.next();
      action.accept(
          BlockName.from(ByteBuffer.wrap(PageKeyPartitioner.bytes(entry.getKey()))),
          PageKeyPartitioner.bytes(entry.getValue()));
    }
  }

  @Override
  public void forgetHere(BlockName name) {
    local.removeAsync(name.toBytes());
  }
}
