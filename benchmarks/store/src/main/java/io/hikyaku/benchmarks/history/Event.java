package io.hikyaku.benchmarks.history;

/**
 * Something that a caller of the store did or saw.
 *
 * @param kind what
 * @param nanos {@link System#nanoTime()}, which all processes of one machine share
 * @param process the incarnation of the process that saw it
 * @param thread within that process
 * @param message the message's own number: the producer in the upper, its sequence in the lower 32
 *     bits; a producer is one thread of one process
 * @param key the message's key, or {@link #NO_KEY}
 * @param count at {@link Kind#RECEIVED} the delivery count, otherwise 0
 */
public record Event(
    Kind kind, long nanos, int process, int thread, long message, int key, int count) {

  /** The key of messages in a group without order. */
  public static final int NO_KEY = -1;

  /** The number that stands for a body that nobody can have sent. */
  public static final long DAMAGED = -1;

  /** What can happen. */
  public enum Kind {
    /** A send was begun. A producer that dies now leaves an unknown outcome. */
    SEND_BEGUN('s'),
    /** The store said that it has it. */
    SEND_ACKNOWLEDGED('S'),
    /** The store said that nothing took effect. */
    SEND_FAILED('f'),
    /** The store said that it does not know. */
    SEND_UNKNOWN('u'),
    /** A consumer was given the message. */
    RECEIVED('r'),
    /** A consumer gave the message back. */
    RELEASED('l'),
    /** A settle was begun. A consumer that dies now leaves an unknown outcome. */
    SETTLE_BEGUN('c'),
    /** The store said that the message is settled. */
    SETTLE_ACKNOWLEDGED('C'),
    /** The store said that nothing took effect. */
    SETTLE_FAILED('F'),
    /** The store said that it does not know. */
    SETTLE_UNKNOWN('U'),
    /** At the end of the run the store still had it. */
    STILL_THERE('t');

    private final char code;

    Kind(char code) {
      this.code = code;
    }

    /** What stands for it in files. */
    public char code() {
      return code;
    }

    /**
     * The kind of a code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind of(char code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("'" + code + "' is no kind of event");
    }
  }

  int producer() {
    return (int) (message >>> 32);
  }

  /** A message's number. */
  public static long message(int producer, int sequence) {
    return (long) producer << 32 | Integer.toUnsignedLong(sequence);
  }

  static String name(long message) {
    return message == DAMAGED
        ? "damaged"
        : Integer.toHexString((int) (message >>> 32)) + "#" + (int) message;
  }
}
