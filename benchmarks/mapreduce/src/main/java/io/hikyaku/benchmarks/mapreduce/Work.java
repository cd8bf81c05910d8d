package io.hikyaku.benchmarks.mapreduce;

/**
 * What a side is to do, and with how much.
 *
 * @param bytes of a value, of the synthetic jobs; of text, of the word count
 * @param count values, points or pages; text is repeated so often
 */
record Work(Kind kind, int bytes, int count) {

  /** The jobs. */
  enum Kind {
    /** Reads all tuples, writes none. */
    READ,
    /** Writes tuples made from nothing. */
    WRITE,
    /** Sends each tuple to a key and goes through the values of each key. */
    SHUFFLE,
    WORD_COUNT,
    K_MEANS,
    PAGE_RANK,
    EMPTY,
    /** Ours only: all values on one key. */
    HOT_KEY,
    /** Ours only: the same values, each on a key of ten thousand. */
    COOL_KEYS
  }

  static final int K_MEANS_ROUNDS = 5;
  static final int PAGE_RANK_ROUNDS = 5;

  /** Parts that input is read in, and partitions of what is shuffled. */
  static final int PARTS = 8;

  String text() {
    return kind + " " + bytes + " " + count;
  }

  static Work parse(String text) {
    String[] parts = text.split(" ", -1);
    return new Work(Kind.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  /** Rounds that its time is divided by. */
  int rounds() {
    return switch (kind) {
      case K_MEANS -> K_MEANS_ROUNDS;
      case PAGE_RANK -> PAGE_RANK_ROUNDS;
      default -> 1;
    };
  }
}
