package io.hikyaku.store.tuple;

import java.util.Arrays;

/** A place in a {@link Block}. Not thread-safe. */
final class BlockCursor {

  private final byte[] block;
  private final int end;
  private int keyAt;
  private int keyLength;
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
    valuesLeft = VarInt.get(block, keyAt + keyLength);
    position = keyAt + keyLength + VarInt.length(valuesLeft);
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
    return Arrays.compareUnsigned(
        block, keyAt, keyAt + keyLength, other.block, other.keyAt, other.keyAt + other.keyLength);
  }

  boolean hasKey(byte[] key) {
    return Arrays.equals(block, keyAt, keyAt + keyLength, key, 0, key.length);
  }

  /** Where this is, so that another cursor of the same block can go on from here. */
  Place place() {
    return new Place(keyAt, keyLength, position, valuesLeft);
  }

  /** Goes on from a place. */
  void moveTo(Place place) {
    keyAt = place.keyAt();
    keyLength = place.keyLength();
    position = place.position();
    valuesLeft = place.valuesLeft();
  }

  /** A place in a block; all zero but the position before its first key. */
  record Place(int keyAt, int keyLength, int position, int valuesLeft) {
    static final int BYTES = 4 * Integer.BYTES;
    static final Place START = new Place(0, 0, Block.HEADER, 0);
  }
}
