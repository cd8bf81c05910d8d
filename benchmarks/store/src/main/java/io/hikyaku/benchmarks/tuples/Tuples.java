package io.hikyaku.benchmarks.tuples;

import static io.hikyaku.benchmarks.support.Results.median;
import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import io.hikyaku.store.StoreConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.infinispan.configuration.cache.CacheMode;

/**
 * The micro-benchmark of the SSS papers (write and read of 1 Mi records by 16 threads on one node)
 * on our store and its peers, in turns.
 */
public final class Tuples {

  private static final String NAME = "tuples";
  private static final String OURS = "ours";
  private static final String SORTED = "ours-sorted";
  private static final String PEER = "infinispan";
  private static final int HEADLINE_BYTES = 32;
  private static final int THREADS = 16;

  private final Options options;
  private final Map<String, TupleSide> sides = new LinkedHashMap<>();
  private final Map<String, List<Double>> seconds = new HashMap<>();

  private Tuples(Options options) {
    this.options = options;
  }

  /** Runs all sizes. */
  public static void run(Options options) throws Exception {
    new Tuples(options).run();
  }

  private void run() throws Exception {
    QueueStore store = store(options);
    sides.put(OURS, new StoreSide(store, false));
    sides.put(SORTED, new StoreSide(store, true));
    sides.put(PEER, new InfinispanSide(CacheMode.DIST_SYNC));
    sides.put("infinispan-local", new InfinispanSide(CacheMode.LOCAL));
    if (options.has("redis")) {
      sides.put("redis", new RedisSide(options.number("redis", 0)));
    }
    if (options.has("tokyo")) {
      sides.put("tokyo-cabinet", new TokyoSide(options.text("tokyo")));
    }
    List<Integer> sizes =
        Arrays.stream(options.text("sizes").split(",", -1)).map(Integer::valueOf).toList();
    Keys warmUp = new Keys(options.number("records", 1 << 20), HEADLINE_BYTES);
    for (int i = 0; i < options.number("warm-up", 2); i++) {
      for (String side : sides.keySet()) {
        round(side, warmUp, "warm-up");
      }
    }
    Results results = new Results();
    for (int size : sizes) {
      int count =
          (int)
              Math.min(
                  options.number("records", 1 << 20), options.longNumber("volume", 1 << 30) / size);
      for (int i = 0; i < options.number("rounds", 3); i++) {
        for (String side : sides.keySet()) {
          round(side, new Keys(count, size), Integer.toString(size));
        }
      }
      for (String side : sides.keySet()) {
        if (!side.startsWith(OURS)) {
          add(results, NAME + "/" + size + "-" + side, OURS, size, side, count);
        }
      }
    }
    if (sizes.contains(HEADLINE_BYTES)) {
      int count = options.number("records", 1 << 20);
      add(results, NAME + "/sorted", SORTED, HEADLINE_BYTES, PEER, count);
      add(results, NAME, OURS, HEADLINE_BYTES, PEER, count);
    }
    sides.values().forEach(TupleSide::close);
    store.close();
    results.print();
  }

  private void add(Results results, String name, String ours, int size, String side, int count) {
    results.add(
        name,
        "tuples/s",
        count / median(seconds.get(ours + size)),
        count / median(seconds.get(side + size)));
  }

  static QueueStore store(Options options) {
    return QueueStores.start(
        StoreConfiguration.builder("tuples-" + ProcessHandle.current().pid(), "one")
            .bind("127.0.0.1", options.number("port", 7800))
            .copies(1)
            .tupleMemoryBytes(options.longNumber("memory-bytes", 4L << 30))
            .build());
  }

  private void round(String name, Keys keys, String label) throws Exception {
    TupleSide side = sides.get(name);
    side.clear();
    // what the round before left is not to be collected in this one
    System.gc();
    long start = System.nanoTime();
    side.write(keys, THREADS);
    long written = System.nanoTime();
    long sum = side.read(keys, THREADS);
    long read = System.nanoTime();
    if (sum != keys.expected()) {
      throw new IllegalStateException(name + " read other tuples than were written: " + sum);
    }
    side.clear();
    double total = (read - start) / 1e9;
    say(
        "  %-8s %-17s %,9d tuples: written in %.3f s, read in %.3f s, together %.3f s",
        label, name, keys.count(), (written - start) / 1e9, (read - written) / 1e9, total);
    if (!label.equals("warm-up")) {
      seconds.computeIfAbsent(name + label, any -> new ArrayList<>()).add(total);
    }
  }
}
