package io.hikyaku.benchmarks.mapreduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs all jobs on all sides, in turns, and says how they compare. */
final class Comparison {

  private static final String OURS = "ours";
  private static final String SPARK = "spark";
  private static final String HADOOP = "hadoop";
  private static final String NAME = "mapreduce";

  private final Map<String, String> options;
  private final List<PeerProcess> sides = new ArrayList<>();
  private final List<String> results = new ArrayList<>();

  /** Per peer its lowest ratio, and the line that says so. */
  private final Map<String, Double> lowest = new HashMap<>();

  private final Map<String, String> lowestLines = new HashMap<>();

  Comparison(Map<String, String> options) {
    this.options = options;
  }

  private int number(String name) {
    return Integer.parseInt(options.get(name));
  }

  void run() throws IOException {
    Path scratch = Path.of(options.get("scratch"));
    int port = number("port");
    String jobs = "," + options.get("jobs") + ",";
    try {
      for (String side : options.get("sides").split(",", -1)) {
        sides.add(new PeerProcess(side, options.get("heap"), port, scratch));
      }
      long volume = Long.parseLong(options.get("volume"));
      for (Work.Kind kind : List.of(Work.Kind.READ, Work.Kind.WRITE, Work.Kind.SHUFFLE)) {
        for (String size : options.get("sizes").split(",", -1)) {
          int bytes = Integer.parseInt(size);
          if (jobs.contains("," + kind.name().toLowerCase(Locale.ROOT) + ",")) {
            String name = kind.name().toLowerCase(Locale.ROOT) + "-" + bytes;
            compare(name, new Work(kind, bytes, (int) (volume / bytes)), volume / 1e6, "MB/s");
          }
        }
      }
      if (jobs.contains(",wordcount,")) {
        int bytes = Data.text().stream().mapToInt(String::length).sum();
        int count = Math.max(1, (int) ((long) number("text") * 1_000_000 / bytes));
        Work work = new Work(Work.Kind.WORD_COUNT, bytes, count);
        compare("wordcount", work, (double) bytes * count / 1e6, "MB/s");
      }
      if (jobs.contains(",kmeans,")) {
        int points = number("points");
        compare("kmeans", new Work(Work.Kind.K_MEANS, 0, points), points, "points/s");
      }
      if (jobs.contains(",pagerank,")) {
        int pages = number("pages");
        compare("pagerank", new Work(Work.Kind.PAGE_RANK, 0, pages), pages, "pages/s");
      }
      if (jobs.contains(",empty,")) {
        compare("empty", new Work(Work.Kind.EMPTY, 0, 1), 1, "jobs/s");
      }
    } finally {
      for (PeerProcess side : sides) {
        side.close();
      }
    }
    if (jobs.contains(",hotkey,")) {
      hotKey(port + 1, scratch);
    }
    System.out.println();
    results.forEach(System.out::println);
    for (String peer : List.of(HADOOP, SPARK)) { // the headline last
      if (lowestLines.containsKey(peer)) {
        System.out.println(lowestLines.get(peer));
      }
    }
  }

  private void compare(String name, Work work, double amount, String unit) throws IOException {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    Long sum = null;
    boolean small = work.kind() == Work.Kind.EMPTY;
    int warmUp = small ? 20 : number("warm-up");
    int rounds = small ? 20 : number("rounds");
    for (int round = -warmUp; round < rounds; round++) {
      for (PeerProcess side : sides) {
        if (side.name().equals(HADOOP) && small && round < rounds - 3) {
          continue; // seconds each
        }
        PeerProcess.Answer answer = side.run(work);
        if (answer.sum() != -1) {
          if (sum != null && Math.abs(sum - answer.sum()) > Math.abs(sum) / 1_000_000) {
            throw new IllegalStateException(
                name + ": " + side.name() + " has " + answer.sum() + ", another " + sum);
          }
          sum = answer.sum();
        }
        if (round >= 0) {
          seconds.computeIfAbsent(side.name(), any -> new ArrayList<>()).add(answer.seconds());
        }
      }
    }
    seconds.forEach(
        (side, list) ->
            System.out.printf(
                Locale.ROOT,
                "  %-14s %-7s %s s%n",
                name,
                side,
                list.stream().map(s -> String.format(Locale.ROOT, "%.4f", s)).toList()));
    System.out.flush();
    double ours = median(seconds.getOrDefault(OURS, List.of()));
    if (small && !Double.isNaN(ours)) {
      results.add(
          String.format(
              Locale.ROOT, "RESULT %s/empty-milliseconds ours=%.1f unit=ms", NAME, ours * 1000));
    }
    for (Map.Entry<String, List<Double>> side : seconds.entrySet()) {
      if (!side.getKey().equals(OURS)) {
        double peer = median(side.getValue());
        results.add(
            line(NAME + "/" + name + "-" + side.getKey(), amount / ours, amount / peer, unit));
        if (peer / ours < lowest.getOrDefault(side.getKey(), Double.MAX_VALUE)) {
          lowest.put(side.getKey(), peer / ours);
          String headline = side.getKey().equals(SPARK) ? NAME : NAME + "/lowest-" + side.getKey();
          lowestLines.put(
              side.getKey(),
              line(headline, amount / ours, amount / peer, unit) + " (" + name + ")");
        }
      }
    }
  }

  /** In a small process: a hot key must need no more memory than others. */
  private void hotKey(int port, Path scratch) throws IOException {
    try (PeerProcess ours = new PeerProcess(OURS, options.get("hot-heap"), port, scratch)) {
      int count = number("values");
      double hot = 0;
      double cool = 0;
      for (int round = 0; round < 2; round++) { // the first is a warm-up
        cool = hotKey(ours, new Work(Work.Kind.COOL_KEYS, 0, count));
        hot = hotKey(ours, new Work(Work.Kind.HOT_KEY, 0, count));
      }
      System.out.printf(
          Locale.ROOT,
          "  %,d values on one key in %.2f s, on 10,000 keys in %.2f s, heap %s%n",
          count,
          hot,
          cool,
          options.get("hot-heap"));
      results.add(line(NAME + "/hot-key", count / hot, count / cool, "values/s"));
    }
  }

  private static double hotKey(PeerProcess ours, Work work) throws IOException {
    PeerProcess.Answer answer = ours.run(work);
    if (answer.sum() != work.count()) {
      throw new IllegalStateException(work + " gave " + answer.sum());
    }
    return answer.seconds();
  }

  private static String line(String name, double ours, double peer, String unit) {
    return String.format(
        Locale.ROOT,
        "RESULT %s ours=%.1f peer=%.1f ratio=%.2f unit=%s",
        name,
        ours,
        peer,
        ours / peer,
        unit);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }
}
