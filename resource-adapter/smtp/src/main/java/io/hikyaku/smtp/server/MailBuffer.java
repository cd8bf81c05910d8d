package io.hikyaku.smtp.server;

import java.util.Arrays;

/** The content of a mail while it arrives; grows within the {@link MemoryBudget} of the server. */
final class MailBuffer {

  private static final int SMALLEST = 2048;
  private static final byte[] NOTHING = {};

  private final MemoryBudget budget;
  private byte[] octets = NOTHING;
  private int length;

  MailBuffer(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Appends, or returns false if the server has no memory for it. */
  boolean append(byte[] source, int from, int to) {
    int needed = length + to - from;
    if (needed > octets.length && !grow(needed)) {
      return false;
    }
    System.arraycopy(source, from, octets, length, to - from);
    length = needed;
    return true;
  }

  /**
   * Hands the content over, exactly as long as it is. Its reservation goes with it: the taker gives
   * the length of the array back to the budget when he has no more use for it.
   */
  byte[] take() {
    byte[] content = Arrays.copyOf(octets, length);
    budget.release(octets.length - length);
    octets = NOTHING;
    length = 0;
    return content;
  }

  /** Drops the content and gives its memory back to the budget. */
  void free() {
    budget.release(octets.length);
    octets = NOTHING;
    length = 0;
  }

  private boolean grow(int needed) {
    int capacity = Math.max(SMALLEST, Math.max(needed, octets.length + (octets.length >> 1)));
    if (!budget.reserve(capacity - octets.length)) {
      // not all at once, then, but what is in hand may still fit
      capacity = needed;
      if (!budget.reserve(capacity - octets.length)) {
        return false;
      }
    }
    octets = Arrays.copyOf(octets, capacity);
    return true;
  }
}
