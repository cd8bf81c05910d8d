package io.hikyaku.benchmarks.tuples;

import java.nio.ByteBuffer;

/**
 * The tuples of a round, made when they are needed: keys of 32 bytes that look random, and values
 * that begin with the tuple's number.
 *
 * @param count of tuples
 * @param valueBytes 8 or more
 */
record Keys(int count, int valueBytes) {

  static final int KEY_BYTES = 32;

  byte[] key(int number) {
    ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
    long state = number * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < KEY_BYTES / Long.BYTES; i++) {
      state = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      state = (state ^ (state >>> 27)) * 0x94D049BB133111EBL;
      key.putLong(state ^ (state >>> 31));
    }
    return key.array();
  }

  byte[] value(int number) {
    byte[] value = new byte[valueBytes];
    ByteBuffer.wrap(value).putLong(number);
    return value;
  }

  /** The number that a value begins with; the sum over all tells whether each was read once. */
  static long check(ByteBuffer value) {
    return value.getLong(value.position());
  }

  long expected() {
    return (long) count * (count - 1) / 2;
  }
}
