package io.hikyaku.store.tuple;

import java.util.Arrays;

/**
 * Gathers tuples and makes a {@link Block} of them. Not thread-safe.
 *
 * <p>Sorting compares numbers, not keys: each tuple is one long of five bytes of its key, taken
 * behind what all keys have in common, and its place. Only where those five are equal are keys
 * compared.
 */
final class BlockBuilder {

  private static final int FIRST_BYTES = 8 << 10;
  private static final int FIRST_TUPLES = 256;
  private static final int INDEX_BITS = 24;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int PREFIX_BYTES = 5;

  private byte[] arena = new byte[FIRST_BYTES];
  private int used;
  private int[] starts = new int[FIRST_TUPLES];
  private int[] keyLengths = new int[FIRST_TUPLES];
  private int tuples;
  private int common;

  /** Adds a tuple; both arrays are copied. */
  void add(byte[] key, byte[] value) {
    add(key, 0, key.length, value, 0, value.length);
  }

  void add(byte[] key, int keyAt, int keyLength, byte[] value, int valueAt, int valueLength) {
    int end = used + keyLength + valueLength;
    if (end > arena.length) {
      arena = Arrays.copyOf(arena, Math.max(end, arena.length * 2));
    }
    if (tuples + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      keyLengths = Arrays.copyOf(keyLengths, starts.length);
    }
    System.arraycopy(key, keyAt, arena, used, keyLength);
    System.arraycopy(value, valueAt, arena, used + keyLength, valueLength);
    if (tuples == 0) {
      common = keyLength;
    } else if (common > 0) {
      int same = Arrays.mismatch(arena, 0, common, key, keyAt, keyAt + keyLength);
      common = same < 0 ? common : Math.min(same, common);
    }
    starts[tuples] = used;
    keyLengths[tuples] = keyLength;
    tuples++;
    used = end;
    starts[tuples] = end;
  }

  /** Bytes of keys and values. */
  int bytes() {
    return used;
  }

  int tuples() {
    return tuples;
  }

  /** Whether no further tuple fits into one block, however small. */
  boolean isFull() {
    return tuples == INDEX_MASK;
  }

  /** The block, sorted; this builder is empty behind. */
  byte[] build() {
    long[] order = sorted();
    BlockWriter writer = new BlockWriter(used, tuples);
    int i = 0;
    while (i < tuples) {
      int first = (int) order[i] & INDEX_MASK;
      int same = i + 1;
      while (same < tuples
          && order[i] >>> INDEX_BITS == order[same] >>> INDEX_BITS
          && compare(first, (int) order[same] & INDEX_MASK) == 0) {
        same++;
      }
      writer.key(arena, starts[first], keyLengths[first], same - i);
      for (; i < same; i++) {
        int tuple = (int) order[i] & INDEX_MASK;
        int value = starts[tuple] + keyLengths[tuple];
        writer.value(arena, value, starts[tuple + 1] - value);
      }
    }
    used = 0;
    tuples = 0;
    return writer.finish();
  }

  private long[] sorted() {
    long[] order = new long[tuples];
    for (int i = 0; i < tuples; i++) {
      // with the sign turned, signed comparison is that of unsigned bytes
      order[i] = (prefix(i) << INDEX_BITS | i) ^ Long.MIN_VALUE;
    }
    Arrays.sort(order);
    int from = 0;
    for (int i = 1; i <= tuples; i++) {
      if (i == tuples || order[i] >>> INDEX_BITS != order[from] >>> INDEX_BITS) {
        sortRun(order, from, i);
        from = i;
      }
    }
    return order;
  }

  private long prefix(int tuple) {
    long prefix = 0;
    int from = starts[tuple] + common;
    int end = Math.min(starts[tuple] + keyLengths[tuple], from + PREFIX_BYTES);
    for (int i = from; i < end; i++) {
      prefix = prefix << Byte.SIZE | (arena[i] & 0xff);
    }
    return prefix << (Byte.SIZE * (PREFIX_BYTES - (end - from)));
  }

  /** Tuples of one prefix stand in the order they came; most often that is right already. */
  private void sortRun(long[] order, int from, int to) {
    boolean right = true;
    for (int i = from + 1; i < to && right; i++) {
      right = compare((int) order[i - 1] & INDEX_MASK, (int) order[i] & INDEX_MASK) <= 0;
    }
    if (right) {
      return;
    }
    Long[] run = new Long[to - from];
    for (int i = from; i < to; i++) {
      run[i - from] = order[i];
    }
    Arrays.sort(run, (one, other) -> compare((int) (one & INDEX_MASK), (int) (other & INDEX_MASK)));
    for (int i = from; i < to; i++) {
      order[i] = run[i - from];
    }
  }

  private int compare(int one, int other) {
    return Arrays.compareUnsigned(
        arena,
        starts[one],
        starts[one] + keyLengths[one],
        arena,
        starts[other],
        starts[other] + keyLengths[other]);
  }
}
