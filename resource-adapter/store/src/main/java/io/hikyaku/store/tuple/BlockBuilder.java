package io.hikyaku.store.tuple;

import java.util.Arrays;

/**
 * Gathers tuples and makes a {@link Block} of them. Not thread-safe.
 *
 * <p>Sorting compares numbers, not keys: each tuple is one long of five bytes of its key, taken
 * behind what all keys have in common, and its place. Only where those five are equal are keys
 * compared. Each tuple is copied twice: into memory that is used again, and into the block, whose
 * size is known before.
 */
final class BlockBuilder {

  private static final int INDEX_BITS = 24;
  private static final long INDEX_MASK = (1 << INDEX_BITS) - 1;

  /** Says in what {@link #group} leaves behind that a tuple has another key than the one before. */
  private static final long NEXT_KEY = Long.MIN_VALUE;

  private final TupleArena arena;

  BlockBuilder(ChunkPool pool) {
    arena = new TupleArena(pool);
  }

  /** Adds a tuple; both arrays are copied. */
  void add(byte[] key, byte[] value) {
    arena.add(key, 0, key.length, value, 0, value.length);
  }

  void add(byte[] key, int keyAt, int keyLength, byte[] value, int valueAt, int valueLength) {
    arena.add(key, keyAt, keyLength, value, valueAt, valueLength);
  }

  /** Bytes of keys and values. */
  int bytes() {
    return arena.bytes();
  }

  int tuples() {
    return arena.tuples();
  }

  /** Whether no further tuple fits into one block, however small. */
  boolean isFull() {
    return arena.tuples() == INDEX_MASK;
  }

  /** The block of one tuple. */
  static byte[] single(byte[] key, byte[] value) {
    int size = VarInt.length(key.length) + key.length + VarInt.length(1);
    BlockWriter writer = new BlockWriter(size + VarInt.length(value.length) + value.length, 1);
    writer.key(key, 0, key.length, 1);
    writer.value(value, 0, value.length);
    return writer.finish();
  }

  /** The block, sorted; this builder is empty behind. */
  byte[] build() {
    long[] order = sorted();
    BlockWriter writer = group(order);
    int at = 0;
    while (at < order.length) {
      int end = at + 1;
      while (end < order.length && order[end] >= 0) {
        end++;
      }
      int first = place(order[at]);
      writer.key(arena.chunk(first), arena.offset(first), arena.keyLength(first), end - at);
      for (; at < end; at++) {
        int tuple = place(order[at]);
        writer.value(
            arena.chunk(tuple),
            arena.offset(tuple) + arena.keyLength(tuple),
            arena.valueLength(tuple));
      }
    }
    arena.clear();
    return writer.finish();
  }

  /** Marks where keys begin, and leaves nothing else but the numbers of tuples in their order. */
  private BlockWriter group(long[] order) {
    int size = arena.encodedBytes();
    int keys = 0;
    int begin = 0;
    long before = 0;
    for (int i = 0; i < order.length; i++) {
      long sorted = order[i];
      int tuple = place(sorted);
      boolean same =
          i > 0
              && before >>> INDEX_BITS == sorted >>> INDEX_BITS
              && arena.compare(place(before), tuple) == 0;
      if (same) {
        size -= VarInt.length(arena.keyLength(tuple)) + arena.keyLength(tuple);
      } else {
        size += i > 0 ? VarInt.length(i - begin) : 0;
        begin = i;
        keys++;
      }
      order[i] = same ? tuple : tuple | NEXT_KEY;
      before = sorted;
    }
    size += keys == 0 ? 0 : VarInt.length(order.length - begin);
    return new BlockWriter(size, keys);
  }

  private static int place(long sorted) {
    return (int) (sorted & INDEX_MASK);
  }

  private long[] sorted() {
    long[] numbers = new long[arena.tuples()];
    for (int i = 0; i < numbers.length; i++) {
      // with the sign turned, signed comparison is that of unsigned bytes
      numbers[i] = ((arena.prefix(i) & ~INDEX_MASK) | i) ^ Long.MIN_VALUE;
    }
    long[] order = BucketSort.sort(numbers);
    int from = 0;
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length || order[i] >>> INDEX_BITS != order[from] >>> INDEX_BITS) {
        sortRun(order, from, i);
        from = i;
      }
    }
    return order;
  }

  /** Tuples of one prefix stand in the order they came; most often that is right already. */
  private void sortRun(long[] order, int from, int to) {
    boolean right = true;
    for (int i = from + 1; i < to && right; i++) {
      right = arena.compare(place(order[i - 1]), place(order[i])) <= 0;
    }
    if (right) {
      return;
    }
    Long[] run = new Long[to - from];
    for (int i = from; i < to; i++) {
      run[i - from] = order[i];
    }
    Arrays.sort(run, (one, other) -> arena.compare(place(one), place(other)));
    for (int i = from; i < to; i++) {
      order[i] = run[i - from];
    }
  }
}
