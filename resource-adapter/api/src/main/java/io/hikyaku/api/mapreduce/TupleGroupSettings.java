package io.hikyaku.api.mapreduce;

/**
 * How a tuple group is stored.
 *
 * @param partitions parts that the keys are spread over, 1 to 256: as many can be read and computed
 *     at the same time. Groups that are joined have the same number
 * @param copies of each block, 1 or 2, the first included. With 1, a node that is lost takes its
 *     blocks with it, and readers are told
 */
public record TupleGroupSettings(int partitions, int copies) {

  public static final int MAX_PARTITIONS = 256;
  public static final int MAX_COPIES = 2;

  /** 8 partitions, 2 copies. */
  public static final TupleGroupSettings DEFAULT = new TupleGroupSettings(8, 2);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public TupleGroupSettings {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitions is " + partitions + ": must be from 1 to " + MAX_PARTITIONS);
    }
    if (copies < 1 || copies > MAX_COPIES) {
      throw new IllegalArgumentException(
          "copies is " + copies + ": must be from 1 to " + MAX_COPIES);
    }
  }

  /** The same with another number of partitions. */
  public TupleGroupSettings withPartitions(int number) {
    return new TupleGroupSettings(number, copies);
  }

  /** The same with another number of copies. */
  public TupleGroupSettings withCopies(int number) {
    return new TupleGroupSettings(partitions, number);
  }
}
