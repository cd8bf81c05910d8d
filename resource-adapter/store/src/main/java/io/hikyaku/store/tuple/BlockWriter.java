package io.hikyaku.store.tuple;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes a {@link Block} of known size: keys in their order, each with its values. Not thread-safe.
 */
final class BlockWriter {

  private final byte[] block;
  private final ByteBuffer buffer;
  private final int index;
  private int position = Block.HEADER;
  private int tuples;
  private int keys;

  /**
   * @param size of all keys and values with their lengths and numbers
   * @param keys how many there will be
   */
  BlockWriter(int size, int keys) {
    index = Block.HEADER + size;
    int entries = (keys + Block.INDEX_INTERVAL - 1) / Block.INDEX_INTERVAL;
    block = new byte[index + entries * Integer.BYTES];
    buffer = ByteBuffer.wrap(block);
  }

  /** Begins a key; {@code values} calls of {@link #value} follow. */
  void key(byte[] from, int offset, int length, int values) {
    if (keys % Block.INDEX_INTERVAL == 0) {
      buffer.putInt(index + keys / Block.INDEX_INTERVAL * Integer.BYTES, position);
    }
    keys++;
    position = VarInt.put(block, position, length);
    System.arraycopy(from, offset, block, position, length);
    position = VarInt.put(block, position + length, values);
  }

  void value(byte[] from, int offset, int length) {
    position = VarInt.put(block, position, length);
    System.arraycopy(from, offset, block, position, length);
    position += length;
    tuples++;
  }

  /** The block with its checksum. */
  byte[] finish() {
    if (position != index) {
      throw new IllegalStateException("a block of " + position + " bytes, not " + index);
    }
    buffer.put(0, Block.VERSION);
    buffer.putInt(Block.TUPLES_AT, tuples);
    buffer.putInt(Block.KEYS_AT, keys);
    buffer.putInt(Block.INDEX_AT, index);
    CRC32C checksum = new CRC32C();
    checksum.update(block, Block.TUPLES_AT, block.length - Block.TUPLES_AT);
    buffer.putInt(Block.CHECKSUM_AT, (int) checksum.getValue());
    return block;
  }
}
