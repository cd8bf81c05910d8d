package io.hikyaku.store.tuple;

import java.nio.ByteBuffer;

/**
 * Tuples of one partition, grouped by key in the order of unsigned bytes: a key, then its values
 * one by one. Not thread-safe. Nothing of it is held in memory beyond the blocks read.
 */
public interface TupleCursor extends AutoCloseable {

  /**
   * Moves to the next key; values of the present one that were not read are passed over.
   *
   * @throws io.hikyaku.api.mapreduce.DamagedGroupException if blocks are lost or damaged
   */
  boolean nextKey();

  /** The present key: a copy. */
  byte[] key();

  /** Moves to the next value of the present key. */
  boolean nextValue();

  /** The present value: valid until the next move, not to be changed. */
  ByteBuffer value();

  @Override
  void close();
}
