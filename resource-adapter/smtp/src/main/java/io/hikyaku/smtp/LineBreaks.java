package io.hikyaku.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line breaks in blocks of octets, eight at a time. Mail data is copied in runs between line
 * breaks, so this is the one loop that looks at every octet of a mail.
 */
public final class LineBreaks {

  /** Carriage return. */
  public static final byte CR = '\r';

  /** Line feed. */
  public static final byte LF = '\n';

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_LOW_BIT = 0x0101010101010101L;
  private static final long EACH_HIGH_BIT = 0x8080808080808080L;
  private static final long ALL_CR = EACH_LOW_BIT * CR;
  private static final long ALL_LF = EACH_LOW_BIT * LF;

  private LineBreaks() {}

  /** The index of the first CR or LF in {@code [from, to)}, or {@code to} if there is none. */
  public static int next(byte[] octets, int from, int to) {
    int i = from;
    for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
      long word = (long) LONGS.get(octets, i);
      long found = zeroOctets(word ^ ALL_CR) | zeroOctets(word ^ ALL_LF);
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < to && octets[i] != CR && octets[i] != LF) {
      i++;
    }
    return i;
  }

  /** The high bit of every zero octet; the lowest one set is always right, which is all we use. */
  private static long zeroOctets(long word) {
    return (word - EACH_LOW_BIT) & ~word & EACH_HIGH_BIT;
  }
}
