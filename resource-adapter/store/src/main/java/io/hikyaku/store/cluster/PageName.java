package io.hikyaku.store.cluster;

import java.nio.ByteBuffer;

/**
 * Names a page once and for all.
 *
 * <p>Layout, big-endian: {@code segment:int writer:long sequence:long}, 20 bytes, and behind it
 * {@code parts:int} if there are any.
 *
 * @param segment where it lives
 * @param writer incarnation of the member that wrote it
 * @param sequence number within that writer and segment
 * @param parts that its payload is in, behind its directory; 0 if it is one array
 */
public record PageName(int segment, long writer, long sequence, int parts) {

  private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

  /** The name of a page in one array. */
  public PageName(int segment, long writer, long sequence) {
    this(segment, writer, sequence, 0);
  }

  /** The name as bytes. */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(parts == 0 ? BYTES : BYTES + Integer.BYTES);
    buffer.putInt(segment).putLong(writer).putLong(sequence);
    return (parts == 0 ? buffer : buffer.putInt(parts)).array();
  }

  /** Reads what {@link #toBytes()} wrote. */
  public static PageName fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new PageName(
        buffer.getInt(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.hasRemaining() ? buffer.getInt() : 0);
  }

  /** The segment in a name's bytes, read without making an object. */
  public static int segmentOf(byte[] name) {
    return ((name[0] & 0xff) << 24)
        | ((name[1] & 0xff) << 16)
        | ((name[2] & 0xff) << 8)
        | (name[3] & 0xff);
  }
}
