package io.hikyaku.store.tuple;

import io.hikyaku.api.mapreduce.DamagedGroupException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The layout of a block: tuples sorted by key, as unsigned bytes, each key once with its values
 * behind it, in the order they were written.
 *
 * <pre>
 * 0   version:byte
 * 1   CRC32C of all that follows:int
 * 5   tuples:int
 * 9   keys:int
 * 13  position of the index:int
 * 17  keys times: length:varint key values:varint, values times: length:varint value
 *     the index: position:int of every 16th key
 * </pre>
 */
final class Block {

  static final byte VERSION = 1;
  static final int CHECKSUM_AT = 1;
  static final int TUPLES_AT = 5;
  static final int KEYS_AT = 9;
  static final int INDEX_AT = 13;
  static final int HEADER = 17;
  static final int INDEX_INTERVAL = 16;

  private Block() {}

  /**
   * Checks version and checksum.
   *
   * @param what the block, for people
   * @throws DamagedGroupException if it is not what was written
   */
  static void verify(byte[] block, Object what) {
    if (block.length < HEADER || block[0] != VERSION) {
      throw new DamagedGroupException(
          what + " has version " + (block.length == 0 ? "none" : block[0]) + ", not " + VERSION);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(block, TUPLES_AT, block.length - TUPLES_AT);
    int expected = ByteBuffer.wrap(block).getInt(CHECKSUM_AT);
    if (expected != (int) checksum.getValue()) {
      throw new DamagedGroupException(what + " does not have the checksum it was written with");
    }
  }

  static int tuples(byte[] block) {
    return ByteBuffer.wrap(block).getInt(TUPLES_AT);
  }

  static int indexPosition(byte[] block) {
    return ByteBuffer.wrap(block).getInt(INDEX_AT);
  }

  /**
   * Finds a key.
   *
   * @return the position of its length, or -1
   */
  static int find(byte[] block, byte[] key) {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    int index = buffer.getInt(INDEX_AT);
    int low = 0;
    int high = (block.length - index) / Integer.BYTES - 1;
    while (low <= high) { // the last indexed key that is not behind the one looked for
      int middle = (low + high) >>> 1;
      if (compare(block, buffer.getInt(index + middle * Integer.BYTES), key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    if (high < 0) {
      return -1;
    }
    int position = buffer.getInt(index + high * Integer.BYTES);
    while (position < index) {
      int order = compare(block, position, key);
      if (order >= 0) {
        return order == 0 ? position : -1;
      }
      position = skip(block, position);
    }
    return -1;
  }

  private static int compare(byte[] block, int position, byte[] key) {
    int length = VarInt.get(block, position);
    int from = position + VarInt.length(length);
    return Arrays.compareUnsigned(block, from, from + length, key, 0, key.length);
  }

  /** The position of the key behind the one here. */
  private static int skip(byte[] block, int at) {
    int length = VarInt.get(block, at);
    int position = at + VarInt.length(length) + length;
    int values = VarInt.get(block, position);
    position += VarInt.length(values);
    for (int i = 0; i < values; i++) {
      length = VarInt.get(block, position);
      position += VarInt.length(length) + length;
    }
    return position;
  }
}
