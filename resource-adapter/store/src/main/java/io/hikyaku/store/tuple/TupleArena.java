package io.hikyaku.store.tuple;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tuples in the order they came, in chunks: a tuple lies in one chunk, its value behind its key.
 * Not thread-safe.
 */
final class TupleArena {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The first chunk is small, as many partitions get few tuples. */
  private static final int FIRST_BYTES = 4 << 10;

  private static final int FIRST_TUPLES = 64;
  private static final int OFFSET_BITS = 16;
  private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;

  private final ChunkPool pool;
  private byte[][] chunks = new byte[4][];
  private int chunkCount;
  private byte[] last = new byte[0];
  private int used;
  private int[] places = new int[FIRST_TUPLES];
  private int[] keyLengths = new int[FIRST_TUPLES];
  private int[] valueLengths = new int[FIRST_TUPLES];
  private int tuples;
  private int bytes;
  private int lengthBytes;
  private int common;

  TupleArena(ChunkPool pool) {
    this.pool = pool;
  }

  void add(byte[] key, int keyAt, int keyLength, byte[] value, int valueAt, int valueLength) {
    if (chunkCount == 0
        || used + keyLength + valueLength > last.length
        || used > OFFSET_MASK) { // an empty tuple behind a full chunk
      nextChunk(keyLength + valueLength);
    }
    if (tuples == places.length) {
      places = Arrays.copyOf(places, tuples * 2);
      keyLengths = Arrays.copyOf(keyLengths, tuples * 2);
      valueLengths = Arrays.copyOf(valueLengths, tuples * 2);
    }
    System.arraycopy(key, keyAt, last, used, keyLength);
    System.arraycopy(value, valueAt, last, used + keyLength, valueLength);
    if (tuples == 0) {
      common = keyLength;
    } else if (common > 0) {
      int first = offset(0);
      int same = Arrays.mismatch(chunks[0], first, first + common, key, keyAt, keyAt + keyLength);
      common = same < 0 ? common : Math.min(same, common);
    }
    places[tuples] = ((chunkCount - 1) << OFFSET_BITS) | used;
    keyLengths[tuples] = keyLength;
    valueLengths[tuples] = valueLength;
    tuples++;
    used += keyLength + valueLength;
    bytes += keyLength + valueLength;
    lengthBytes += VarInt.length(keyLength) + VarInt.length(valueLength);
  }

  private void nextChunk(int size) {
    if (chunkCount == 0 && size <= FIRST_BYTES) {
      last = new byte[FIRST_BYTES];
    } else {
      last = size <= ChunkPool.CHUNK_BYTES ? pool.take() : new byte[size];
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunkCount * 2);
    }
    chunks[chunkCount++] = last;
    used = 0;
  }

  /** Forgets all tuples. */
  void clear() {
    for (int i = 0; i < chunkCount; i++) {
      pool.give(chunks[i]);
      chunks[i] = null;
    }
    chunkCount = 0;
    last = new byte[0];
    used = 0;
    tuples = 0;
    bytes = 0;
    lengthBytes = 0;
  }

  /** Bytes of keys and values. */
  int bytes() {
    return bytes;
  }

  /** Bytes of keys and values, each with its length. */
  int encodedBytes() {
    return bytes + lengthBytes;
  }

  int tuples() {
    return tuples;
  }

  byte[] chunk(int tuple) {
    return chunks[places[tuple] >>> OFFSET_BITS];
  }

  /** Where the key begins in its chunk. */
  int offset(int tuple) {
    return places[tuple] & OFFSET_MASK;
  }

  int keyLength(int tuple) {
    return keyLengths[tuple];
  }

  int valueLength(int tuple) {
    return valueLengths[tuple];
  }

  /**
   * The first eight bytes of a key behind what all keys have in common, with zeros for those that
   * it does not have.
   */
  long prefix(int tuple) {
    byte[] chunk = chunk(tuple);
    int from = offset(tuple) + common;
    int length = keyLengths[tuple] - common;
    if (length >= Long.BYTES) {
      return (long) LONG.get(chunk, from);
    }
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix |= (chunk[from + i] & 0xffL) << (Byte.SIZE * (Long.BYTES - 1 - i));
    }
    return prefix;
  }

  /** Compares keys, as unsigned bytes. */
  int compare(int one, int other) {
    int oneAt = offset(one);
    int otherAt = offset(other);
    return Arrays.compareUnsigned(
        chunk(one),
        oneAt + common,
        oneAt + keyLengths[one],
        chunk(other),
        otherAt + common,
        otherAt + keyLengths[other]);
  }
}
