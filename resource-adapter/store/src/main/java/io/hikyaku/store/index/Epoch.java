package io.hikyaku.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The number that messages carry in place of their group's name: {@code 48 bits of the name's
 * SHA-256 | 16 bits that count the group's lives}.
 *
 * <p>The upper bits follow from the name: two parts of a cluster that make the same group before
 * they see each other make the same epoch, and the messages of both are of one group when they
 * meet. The lower ones grow with each purge and each deletion, so that one small write makes all
 * messages of earlier lives void.
 */
public final class Epoch {

  private static final int LIFE_BITS = 16;

  private Epoch() {}

  /** The first life of a group. */
  public static long first(String name) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong() >>> LIFE_BITS << LIFE_BITS;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The same group's next life; after 65,535 it begins again at 0. */
  public static long next(long epoch) {
    return epoch >>> LIFE_BITS << LIFE_BITS | ((life(epoch) + 1) & 0xffff);
  }

  /** What all lives of a group have in common. */
  public static long group(long epoch) {
    return epoch >>> LIFE_BITS;
  }

  /** How many lives went before, modulo 65,536. */
  public static int life(long epoch) {
    return (int) (epoch & 0xffff);
  }

  /**
   * Whether an epoch is of an earlier life than another of the same group. Lives are compared as
   * serial numbers are (RFC 1982), so that the counter may wrap.
   */
  public static boolean isBefore(long epoch, long other) {
    return (short) (life(epoch) - life(other)) < 0;
  }
}
