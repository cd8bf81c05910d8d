package io.hikyaku.store.infinispan;

import java.util.Arrays;

/**
 * Which calls of a member were served, by the numbers that it gave them: so that none is served
 * twice.
 *
 * <p>JGroups delivers each message once as long as both members are in the view. One that was
 * stopped for a while and taken for dead sends once more, when it goes on, whatever had not been
 * confirmed to it; the others have closed its connection and take that for new (5.5.2, UNICAST3's
 * {@code conn_close_timeout}). Thread-safe.
 */
final class CallNumbers {

  /** Numbers that are kept; calls overtake each other by far less. A power of two. */
  private static final int WINDOW = 1 << 16;

  private final long[] served = new long[WINDOW / Long.SIZE];
  private long highest;

  /**
   * Notes a call.
   *
   * @param number from 1, in about the order in which calls are made
   * @return whether it is to be served: it was not yet
   */
  synchronized boolean isFirst(long number) {
    if (number <= highest - WINDOW) {
      return false;
    }
    if (number - highest >= WINDOW) {
      Arrays.fill(served, 0);
      highest = number;
    }
    while (highest < number) {
      highest++;
      served[word(highest)] &= ~bit(highest);
    }
    boolean first = (served[word(number)] & bit(number)) == 0;
    served[word(number)] |= bit(number);
    return first;
  }

  private static int word(long number) {
    return (int) (number % WINDOW) / Long.SIZE;
  }

  private static long bit(long number) {
    return 1L << number % Long.SIZE;
  }
}
