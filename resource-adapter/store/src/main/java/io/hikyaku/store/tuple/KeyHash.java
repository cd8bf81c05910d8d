package io.hikyaku.store.tuple;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Spreads keys over partitions: the same on every node and in every group. */
final class KeyHash {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private KeyHash() {}

  static int partition(byte[] key, int partitions) {
    long hash = key.length * PRIME;
    int i = 0;
    for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(key, i));
    }
    long tail = 0;
    for (; i < key.length; i++) {
      tail = tail << Byte.SIZE | (key[i] & 0xff);
    }
    // the high bits of a product are the mixed ones
    return (int) (((mix(hash ^ tail) >>> Integer.SIZE) * partitions) >>> Integer.SIZE);
  }

  private static long mix(long value) {
    long product = value * PRIME;
    product ^= product >>> 29;
    return product * 0xBF58476D1CE4E5B9L;
  }
}
