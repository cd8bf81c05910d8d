package io.hikyaku.api.mapreduce;

import io.hikyaku.api.QueueException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows to a group. What a row writes is held, as bytes, until it was read to its end: so a
 * row at fault leaves nothing, also if it writes what its serializers do not take. Nothing is seen
 * before {@link #commit}. Not thread-safe.
 */
final class RowUpload<R, K, V> implements AutoCloseable {

  /** Tuples that one row may become. */
  private static final int MAX_TUPLES = 100_000;

  private final TupleTexts.RowParser<R, K, V> parser;
  private final TypedGroup<K, V> group;
  private final TupleWriter<byte[], byte[]> writer;
  private final TupleWriter.Lane<byte[], byte[]> lane;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> values = new ArrayList<>();
  private final List<TupleTexts.Fault> faults = new ArrayList<>();
  private long rows;
  private long faulty;

  RowUpload(TupleGroups groups, TypedGroup<K, V> group, TupleTexts.RowParser<R, K, V> parser) {
    this.parser = parser;
    this.group = group;
    groups.create(group);
    writer =
        groups.write(
            new TypedGroup<>(group.name(), Serializers.BYTES, Serializers.BYTES, group.settings()));
    lane = writer.lane();
  }

  /** Takes the next row. */
  void row(R row) {
    rows++;
    keys.clear();
    values.clear();
    try {
      parser.parse(rows, row, this::hold);
    } catch (Exception e) { // whatever parsers do
      faultHere(e);
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      lane.write(keys.get(i), values.get(i));
    }
  }

  private void hold(K key, V value) {
    if (keys.size() == MAX_TUPLES) {
      throw new IllegalArgumentException("more than " + MAX_TUPLES + " tuples for one row");
    }
    keys.add(group.keys().toBytes(key));
    values.add(group.values().toBytes(value));
  }

  /** The next row could not even be read. */
  void fault(Exception why) {
    rows++;
    faultHere(why);
  }

  private void faultHere(Exception why) {
    faulty++;
    if (faults.size() < TupleTexts.MAX_FAULTS) {
      faults.add(new TupleTexts.Fault(rows, String.valueOf(why.getMessage())));
    }
  }

  /**
   * Makes all rows visible.
   *
   * @throws QueueException as {@link TupleWriter#commit} does
   */
  TupleTexts.Report commit() {
    writer.commit();
    return new TupleTexts.Report(rows, faulty, List.copyOf(faults));
  }

  @Override
  public void close() {
    writer.close();
  }
}
