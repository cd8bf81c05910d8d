package io.hikyaku.store.cluster;

import java.nio.ByteBuffer;

/**
 * Names a page once and for all.
 *
 * <p>Layout, 20 bytes, big-endian: {@code segment:int writer:long sequence:long}.
 *
 * @param segment where it lives
 * @param writer incarnation of the member that wrote it
 * @param sequence number within that writer and segment
 */
public record PageName(int segment, long writer, long sequence) {

  /** Length of a name in bytes. */
  public static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

  /** The name as bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putInt(segment).putLong(writer).putLong(sequence).array();
  }

  /** Reads what {@link #toBytes()} wrote. */
  public static PageName fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new PageName(buffer.getInt(), buffer.getLong(), buffer.getLong());
  }

  /** The segment in a name's bytes, read without making an object. */
  public static int segmentOf(byte[] name) {
    return ((name[0] & 0xff) << 24)
        | ((name[1] & 0xff) << 16)
        | ((name[2] & 0xff) << 8)
        | (name[3] & 0xff);
  }
}
