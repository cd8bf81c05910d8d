package io.hikyaku.store.tuple;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes a {@link Block}: keys in their order, each with its values. Not thread-safe. */
final class BlockWriter {

  private byte[] bytes;
  private int position = Block.HEADER;
  private int tuples;
  private int keys;
  private int[] index = new int[16];

  /**
   * @param payload bytes of keys and values expected
   * @param expected tuples
   */
  BlockWriter(int payload, int expected) {
    bytes = new byte[Block.HEADER + payload + expected * 4 + 64];
  }

  /** Begins a key; {@code values} calls of {@link #value} follow. */
  void key(byte[] from, int offset, int length, int values) {
    ensure(length + 2 * VarInt.MAX_BYTES);
    if (keys % Block.INDEX_INTERVAL == 0) {
      int entry = keys / Block.INDEX_INTERVAL;
      if (entry == index.length) {
        index = Arrays.copyOf(index, entry * 2);
      }
      index[entry] = position;
    }
    keys++;
    position = VarInt.put(bytes, position, length);
    System.arraycopy(from, offset, bytes, position, length);
    position = VarInt.put(bytes, position + length, values);
  }

  void value(byte[] from, int offset, int length) {
    ensure(length + VarInt.MAX_BYTES);
    position = VarInt.put(bytes, position, length);
    System.arraycopy(from, offset, bytes, position, length);
    position += length;
    tuples++;
  }

  int size() {
    return position;
  }

  private void ensure(int more) {
    if (position + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(position + more, bytes.length + bytes.length / 2));
    }
  }

  /** The block with its index and checksum. */
  byte[] finish() {
    int entries = (keys + Block.INDEX_INTERVAL - 1) / Block.INDEX_INTERVAL;
    byte[] block = Arrays.copyOf(bytes, position + entries * Integer.BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(block);
    buffer.position(position);
    for (int i = 0; i < entries; i++) {
      buffer.putInt(index[i]);
    }
    buffer.put(0, Block.VERSION);
    buffer.putInt(Block.TUPLES_AT, tuples);
    buffer.putInt(Block.KEYS_AT, keys);
    buffer.putInt(Block.INDEX_AT, position);
    CRC32C checksum = new CRC32C();
    checksum.update(block, Block.TUPLES_AT, block.length - Block.TUPLES_AT);
    buffer.putInt(Block.CHECKSUM_AT, (int) checksum.getValue());
    return block;
  }
}
