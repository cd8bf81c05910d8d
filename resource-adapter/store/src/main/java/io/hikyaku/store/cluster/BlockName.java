package io.hikyaku.store.cluster;

import java.nio.ByteBuffer;

/**
 * Names a block of tuples once and for all.
 *
 * <p>Layout, 32 bytes, big-endian: {@code segment:int epoch:long partition:int writer:long
 * attempt:int sequence:int}. The segment comes first, as in a {@link PageName}, since keys are
 * placed by it.
 *
 * @param segment where it lives: that of its partition
 * @param epoch of the tuple group's life
 * @param partition of the group
 * @param writer incarnation of the member that wrote it
 * @param attempt number of the write within that member
 * @param sequence number within that attempt, group and partition, from 0 without gaps
 */
public record BlockName(
    int segment, long epoch, int partition, long writer, int attempt, int sequence) {

  /** Length of a name in bytes. */
  public static final int BYTES = 4 * Integer.BYTES + 2 * Long.BYTES;

  /** The name as bytes. */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    putTo(buffer);
    return buffer.array();
  }

  /** Appends the name to a buffer. */
  public void putTo(ByteBuffer buffer) {
    buffer
        .putInt(segment)
        .putLong(epoch)
        .putInt(partition)
        .putLong(writer)
        .putInt(attempt)
        .putInt(sequence);
  }

  /** Reads what {@link #putTo} wrote. */
  public static BlockName from(ByteBuffer buffer) {
    return new BlockName(
        buffer.getInt(),
        buffer.getLong(),
        buffer.getInt(),
        buffer.getLong(),
        buffer.getInt(),
        buffer.getInt());
  }
}
