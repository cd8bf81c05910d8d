package io.hikyaku.benchmarks.tuples;

import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.tuple.TupleCursor;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleSink;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;

/** A tuple group of our store, 16 partitions. Read as reduces do, sorted by key, or as maps do. */
final class StoreSide implements TupleSide {

  private static final String NAME = "bench";

  private final TupleStore tuples;
  private final boolean sorted;
  private TupleGroup group;

  StoreSide(QueueStore store, boolean sorted) {
    this.sorted = sorted;
    tuples = store.tuples();
    clear();
  }

  @Override
  public void write(Keys keys, int threads) throws Exception {
    try (TupleWrite write = tuples.write()) {
      Threads.run(
          threads,
          thread -> {
            TupleSink sink = write.sink(group);
            for (int i = thread; i < keys.count(); i += threads) {
              sink.add(keys.key(i), keys.value(i));
            }
            return 0;
          });
      write.commit();
    }
  }

  @Override
  public long read(Keys keys, int threads) throws Exception {
    int partitions = group.settings().partitions();
    return Threads.run(
        threads,
        thread -> {
          long sum = 0;
          for (int partition = thread; partition < partitions; partition += threads) {
            try (TupleCursor cursor = cursor(partition)) {
              while (cursor.nextKey()) {
                while (cursor.nextValue()) {
                  sum += Keys.check(cursor.value());
                }
              }
            }
          }
          return sum;
        });
  }

  private TupleCursor cursor(int partition) {
    return sorted ? tuples.read(group, partition) : tuples.readShare(group, partition, 0, 1);
  }

  @Override
  public void clear() {
    tuples.drop(NAME);
    group = tuples.create(NAME, new TupleGroupSettings(16, 1));
  }

  @Override
  public void close() {} // the store belongs to both
}
