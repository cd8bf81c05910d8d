package io.hikyaku.benchmarks.tuples;

import static io.hikyaku.benchmarks.support.Results.median;
import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleSink;
import io.hikyaku.store.tuple.TupleWrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Drops groups of more and more tuples, on two nodes with two copies. */
public final class TuplesDelete {

  private static final String NAME = "tuples-delete";
  private static final long WAIT_MILLIS = 60_000;

  private TuplesDelete() {}

  /** Runs all sizes. */
  public static void run(Options options) throws Exception {
    List<Integer> sizes =
        Arrays.stream(options.text("tuples").split(",", -1)).map(Integer::valueOf).toList();
    Results results = new Results();
    double last = 0;
    try (QueueStore one = node(options, "one", "port-a");
        QueueStore two = node(options, "two", "port-b")) {
      for (int size : sizes) {
        List<Double> drops = new ArrayList<>();
        List<Double> reclaims = new ArrayList<>();
        for (int i = 0; i < options.number("rounds", 5); i++) {
          round(one, two, size, drops, reclaims);
        }
        results.add(NAME + "/" + size + "-reclaimed", "milliseconds", median(reclaims));
        results.add(NAME + "/" + size, "milliseconds", median(drops));
        last = median(drops);
      }
    }
    results.add(NAME, "milliseconds", last);
    results.print();
  }

  private static QueueStore node(Options options, String name, String port) {
    return QueueStores.start(
        StoreConfiguration.builder("delete-" + ProcessHandle.current().pid(), name)
            .bind("127.0.0.1", options.number(port, 0))
            .discovery(
                new StoreConfiguration.Discovery.StaticList(
                    List.of(
                        "127.0.0.1:" + options.text("port-a"),
                        "127.0.0.1:" + options.text("port-b"))))
            .tupleMemoryBytes(4L << 30)
            .build());
  }

  private static void round(
      QueueStore one, QueueStore two, int size, List<Double> drops, List<Double> reclaims)
      throws Exception {
    TupleGroup group = one.tuples().create("much", TupleGroupSettings.DEFAULT);
    Keys keys = new Keys(size, Long.BYTES);
    long start = System.nanoTime();
    try (TupleWrite write = one.tuples().write()) {
      Threads.run(
          4,
          thread -> {
            TupleSink sink = write.sink(group);
            for (int i = thread; i < size; i += 4) {
              sink.add(keys.key(i), keys.value(i));
            }
            return 0;
          });
      write.commit();
    }
    double filled = (System.nanoTime() - start) / 1e9;
    if (two.tuples().count(group) != size) {
      throw new IllegalStateException("the other node counts " + two.tuples().count(group));
    }
    start = System.nanoTime();
    one.tuples().drop("much");
    double drop = (System.nanoTime() - start) / 1e6;
    if (one.tuples().find("much") != null || two.tuples().find("much") != null) {
      throw new IllegalStateException("the group is still there");
    }
    while (one.tuples().usedBytes() + two.tuples().usedBytes() > 0) {
      if ((System.nanoTime() - start) / 1_000_000 > WAIT_MILLIS) {
        throw new IllegalStateException("its space was not reclaimed");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    double reclaimed = (System.nanoTime() - start) / 1e6;
    say(
        "  %,11d tuples: filled in %.1f s, dropped in %.1f ms, space back after %.0f ms",
        size, filled, drop, reclaimed);
    drops.add(drop);
    reclaims.add(reclaimed);
  }
}
