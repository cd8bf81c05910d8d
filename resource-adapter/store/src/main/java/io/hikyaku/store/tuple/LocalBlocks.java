package io.hikyaku.store.tuple;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.mapreduce.DamagedGroupException;
import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Blocks;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets blocks and checks them.
 *
 * @param blocks where they are
 * @param parts of the store
 */
record LocalBlocks(Blocks blocks, TupleParts parts) {

  /** A block from here, or else from its owner; checked. Blocks the thread. */
  byte[] get(BlockName name) {
    byte[] block = getAgain(name);
    Block.verify(block, name);
    return block;
  }

  /** The same, unchecked: for a reader that has read in it before. */
  byte[] getAgain(BlockName name) {
    byte[] block = blocks.here(name);
    if (block == null) {
      block = await(name);
    }
    if (block == null) {
      throw lost(name);
    }
    return block;
  }

  private byte[] await(BlockName name) {
    try {
      return blocks
          .get(name)
          .toCompletableFuture()
          .get(2 * parts.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new QueueException(name + " could not be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueException("interrupted while reading " + name, e);
    }
  }

  static DamagedGroupException lost(BlockName name) {
    return new DamagedGroupException(
        name + " is lost: all nodes that had a copy are gone, or its group was dropped");
  }
}
