package io.hikyaku.store.tuple;

/** Lengths in one to five bytes: seven bits each, the lowest first. */
final class VarInt {

  static final int MAX_BYTES = 5;

  private VarInt() {}

  /** Writes a number, 0 or more; returns the position behind it. */
  static int put(byte[] to, int at, int value) {
    int position = at;
    int rest = value;
    while (rest > 0x7f) {
      to[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[position++] = (byte) rest;
    return position;
  }

  static int get(byte[] from, int at) {
    int value = from[at];
    if (value >= 0) {
      return value;
    }
    value &= 0x7f;
    int position = at + 1;
    for (int shift = 7; ; shift += 7) {
      byte next = from[position++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** How many bytes a number takes. */
  static int length(int value) {
    return value < 0x80 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }
}
