package io.hikyaku.store.page;

import java.util.Arrays;

/**
 * A part of an array, so that a record can point into a page without a copy.
 *
 * @param array not changed after the slice was made
 * @param offset of the first byte
 * @param length in bytes
 */
public record Slice(byte[] array, int offset, int length) {

  /** A slice of no bytes. */
  public static final Slice EMPTY = of(new byte[0]);

  /** The whole array. */
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /** The bytes as an array of their own; the array itself if the slice is all of it. */
  public byte[] toArray() {
    return offset == 0 && length == array.length
        ? array
        : Arrays.copyOfRange(array, offset, offset + length);
  }
}
