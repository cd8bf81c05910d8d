package io.hikyaku.store.tuple;

import io.hikyaku.api.mapreduce.TupleGroupSettings;
import java.nio.ByteBuffer;

/**
 * A tuple group in one of its lives.
 *
 * <p>In the table: {@code revision:int epoch:long partitions:int copies:int segments:int}.
 *
 * @param epoch unique to this life: a group dropped and made again has another one
 * @param segments of the cluster
 */
public record TupleGroup(String name, long epoch, TupleGroupSettings settings, int segments) {

  private static final int REVISION = 1;

  /** Odd, so that its first 2^64 multiples differ, and those of two incarnations do not meet. */
  private static final long EPOCH_STEP = 0x9E3779B97F4A7C15L;

  /** The epoch of the group that a member makes as its so many-th. */
  static long epoch(long incarnation, long number) {
    return incarnation + number * EPOCH_STEP;
  }

  /**
   * The segment of a partition: the same for all groups with as many partitions, so that what is
   * joined lies together.
   */
  int segment(int partition) {
    return settings.partitions() >= segments
        ? partition % segments
        : partition * segments / settings.partitions();
  }

  byte[] encode() {
    return ByteBuffer.allocate(4 * Integer.BYTES + Long.BYTES)
        .putInt(REVISION)
        .putLong(epoch)
        .putInt(settings.partitions())
        .putInt(settings.copies())
        .putInt(segments)
        .array();
  }

  static TupleGroup decode(String name, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.getInt();
    return new TupleGroup(
        name,
        buffer.getLong(),
        new TupleGroupSettings(buffer.getInt(), buffer.getInt()),
        buffer.getInt());
  }
}
