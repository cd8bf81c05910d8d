package io.hikyaku.store.tuple;

import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Blocks;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * What the parts of the tuple store share.
 *
 * @param calls asks the tuple store of another member
 * @param timeout of one operation
 * @param chunks where tuples gather before they are stored
 * @param executor for work that is shared among threads; it may block
 */
record TupleParts(
    Cluster cluster,
    Catalogue catalogue,
    TupleMemory memory,
    BiFunction<Member, ByteBuffer, CompletionStage<byte[]>> calls,
    Duration timeout,
    ChunkPool chunks,
    Executor executor) {

  Blocks blocks(TupleGroup group) {
    return cluster.blocks(group.settings().copies());
  }

  Member owner(TupleGroup group, int partition) {
    return blocks(group).placement().primary(group.segment(partition));
  }

  boolean isHere(TupleGroup group, int partition) {
    return cluster.self().equals(owner(group, partition));
  }

  /** Stores a block when its owner has room for it. */
  CompletionStage<Void> put(TupleGroup group, BlockName name, byte[] block) {
    Member owner = owner(group, name.partition());
    if (owner == null || owner.equals(cluster.self())) {
      try {
        memory.reserve(block.length);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
      return blocks(group).put(name, block);
    }
    return calls
        .apply(owner, TupleCalls.reserve(block.length))
        .thenAccept(TupleCalls::checkReserved)
        .thenCompose(free -> blocks(group).put(name, block));
  }
}
