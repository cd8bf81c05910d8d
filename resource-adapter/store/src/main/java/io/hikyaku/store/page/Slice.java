package io.hikyaku.store.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A stretch of bytes in an array, or in several one after the other, so that a record can point
 * into a page without a copy.
 */
public final class Slice {

  /** A slice of no bytes. */
  public static final Slice EMPTY = of(new byte[0]);

  private final byte[] array;
  private final int offset;
  private final int length;
  private final int position;

  /** The arrays behind the first; none in the usual case. */
  private final List<byte[]> more;

  private Slice(byte[] array, int offset, int length, int position, List<byte[]> more) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.position = position;
    this.more = more;
  }

  /**
   * A part of an array.
   *
   * @param array not changed after the slice was made
   * @param offset of the first byte
   * @param length in bytes
   */
  public Slice(byte[] array, int offset, int length) {
    this(array, offset, length, offset, List.of());
  }

  /** The whole array. */
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /**
   * A stretch of bytes that stand in arrays of one size, the last of which may be shorter.
   *
   * @param size of each array
   * @param start of the first byte among those of all arrays
   * @param position that the slice says it has
   */
  static Slice across(List<byte[]> arrays, int size, int start, int length, int position) {
    if (length == 0) {
      return new Slice(EMPTY.array, 0, 0, position, List.of());
    }
    int first = start / size;
    int last = (start + length - 1) / size;
    return new Slice(
        arrays.get(first), start % size, length, position, arrays.subList(first + 1, last + 1));
  }

  /** Length in bytes. */
  public int length() {
    return length;
  }

  /** Where it stands in its page. */
  int position() {
    return position;
  }

  /** The first bytes, or all if there are no more. */
  public Slice first(int bytes) {
    return new Slice(array, offset, Math.min(bytes, length), position, more);
  }

  /** Appends the bytes to a buffer that has room for them. */
  public ByteBuffer putTo(ByteBuffer buffer) {
    int some = Math.min(length, array.length - offset);
    buffer.put(array, offset, some);
    int left = length - some;
    for (byte[] next : more) {
      some = Math.min(left, next.length);
      buffer.put(next, 0, some);
      left -= some;
    }
    return buffer;
  }

  /** The bytes to read, in one array: not a copy, if they stand in one. */
  public ByteBuffer toBuffer() {
    return more.isEmpty() ? ByteBuffer.wrap(array, offset, length) : ByteBuffer.wrap(copy());
  }

  /** The bytes in an array that is nobody else's. */
  public byte[] copy() {
    return putTo(ByteBuffer.allocate(length)).array();
  }

  /** The bytes as text in UTF-8. */
  public String text() {
    return more.isEmpty()
        ? new String(array, offset, length, StandardCharsets.UTF_8)
        : new String(copy(), StandardCharsets.UTF_8);
  }
}
