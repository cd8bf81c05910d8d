package io.hikyaku.store.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Blocks of tuples, each stored at as many owners of its segment as there are copies. Blocks are
 * written once and never changed. Thread-safe; nothing here blocks on the network.
 */
public interface Blocks {

  /** Where segments are now. */
  Placement placement();

  /**
   * Stores a block at its owners; the array is taken as it is. The stage completes when every owner
   * has it. Storing the same block again does no harm.
   */
  CompletionStage<Void> put(BlockName name, byte[] block);

  /** A block that is stored here, without asking anybody; null if it is not. Not a copy. */
  byte[] here(BlockName name);

  /** A block, from whichever member has it; null if none has. */
  CompletionStage<byte[]> get(BlockName name);

  /** Removes a block at all its owners. */
  CompletionStage<Void> remove(BlockName name);

  /** Goes through the blocks stored here, copies for others included. */
  void forEachHere(BiConsumer<BlockName, byte[]> action);

  /** Forgets a block here and nowhere else: its owners do so each for themselves. */
  void forgetHere(BlockName name);
}
