package io.hikyaku.api;

import java.util.Locale;

/**
 * Names a message for its whole life: it is kept on redelivery, on failover and when the store
 * moves the message to another page.
 *
 * @param writer the incarnation of the node that took the message; new at every start of a node
 * @param sequence the number of the message within that incarnation
 */
public record MessageId(long writer, long sequence) implements Comparable<MessageId> {

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException if it is not two hexadecimal numbers with a hyphen between
   *     them
   */
  public static MessageId parse(String text) {
    int hyphen = text.indexOf('-');
    try {
      if (hyphen > 0) {
        return new MessageId(
            Long.parseUnsignedLong(text, 0, hyphen, 16),
            Long.parseUnsignedLong(text, hyphen + 1, text.length(), 16));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message that says what is allowed
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a message id: expected <writer>-<sequence>, both hexadecimal");
  }

  @Override
  public int compareTo(MessageId other) {
    int byWriter = Long.compareUnsigned(writer, other.writer);
    return byWriter != 0 ? byWriter : Long.compareUnsigned(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%x-%x", writer, sequence);
  }
}
