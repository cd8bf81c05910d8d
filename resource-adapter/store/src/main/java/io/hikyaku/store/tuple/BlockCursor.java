package io.hikyaku.store.tuple;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A place in a {@link Block}. Not thread-safe. */
final class BlockCursor {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] block;
  private final int end;
  private int keyAt;
  private int keyLength;
  private long prefix;
  private int position;
  private int valuesLeft;
  private int valueAt;
  private int valueLength;

  /** Before the first key. */
  BlockCursor(byte[] block) {
    this.block = block;
    end = Block.indexPosition(block);
    position = Block.HEADER;
  }

  /** Moves to the next key, past the values of this one that were not read. */
  boolean nextKey() {
    while (valuesLeft > 0) {
      nextValue();
    }
    if (position >= end) {
      return false;
    }
    readKey(position);
    return true;
  }

  private void readKey(int at) {
    keyLength = VarInt.get(block, at);
    keyAt = at + VarInt.length(keyLength);
    prefix = prefix(block, keyAt, keyLength);
    valuesLeft = VarInt.get(block, keyAt + keyLength);
    position = keyAt + keyLength + VarInt.length(valuesLeft);
  }

  /**
   * The first eight bytes of a key, with zeros for those that it does not have: if they differ,
   * they are in the order of the keys. The sign is turned, so that signed comparison is that of
   * unsigned bytes.
   */
  static long prefix(byte[] bytes, int at, int length) {
    if (length >= Long.BYTES) {
      return (long) LONG.get(bytes, at) ^ Long.MIN_VALUE;
    }
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix |= (bytes[at + i] & 0xffL) << (Byte.SIZE * (Long.BYTES - 1 - i));
    }
    return prefix ^ Long.MIN_VALUE;
  }

  boolean nextValue() {
    if (valuesLeft == 0) {
      return false;
    }
    valuesLeft--;
    valueLength = VarInt.get(block, position);
    valueAt = position + VarInt.length(valueLength);
    position = valueAt + valueLength;
    return true;
  }

  /** Whether there is a key behind this one, whose values were all read. */
  boolean hasMoreKeys() {
    return position < end;
  }

  int valuesLeft() {
    return valuesLeft;
  }

  byte[] bytes() {
    return block;
  }

  int keyAt() {
    return keyAt;
  }

  int keyLength() {
    return keyLength;
  }

  int valueAt() {
    return valueAt;
  }

  int valueLength() {
    return valueLength;
  }

  int compareKey(BlockCursor other) {
    if (prefix != other.prefix) {
      return prefix < other.prefix ? -1 : 1;
    }
    return Arrays.compareUnsigned(
        block, keyAt, keyAt + keyLength, other.block, other.keyAt, other.keyAt + other.keyLength);
  }

  /**
   * Whether this is at a key.
   *
   * @param first its {@link #prefix}
   */
  boolean hasKey(byte[] key, long first) {
    return prefix == first && Arrays.equals(block, keyAt, keyAt + keyLength, key, 0, key.length);
  }

  boolean hasKey(byte[] key) {
    return hasKey(key, prefix(key, 0, key.length));
  }

  /** Where this is, so that another cursor of the same block can go on from here. */
  Place place() {
    return new Place(keyAt, keyLength, position, valuesLeft);
  }

  /** Goes on from a place. */
  void moveTo(Place place) {
    keyAt = place.keyAt();
    keyLength = place.keyLength();
    prefix = prefix(block, keyAt, keyLength);
    position = place.position();
    valuesLeft = place.valuesLeft();
  }

  /** A place in a block; all zero but the position before its first key. */
  record Place(int keyAt, int keyLength, int position, int valuesLeft) {
    static final int BYTES = 4 * Integer.BYTES;
    static final Place START = new Place(0, 0, Block.HEADER, 0);
  }
}
