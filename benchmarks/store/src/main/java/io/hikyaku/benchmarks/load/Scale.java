package io.hikyaku.benchmarks.load;

import static io.hikyaku.benchmarks.support.Results.median;
import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.support.JavaProcess;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import io.hikyaku.benchmarks.support.WireBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a message costs in clusters of different sizes that do the same work with the same callers.
 * All clusters are there all the time and take turns, so that all meet the machine in the same
 * state.
 */
public final class Scale {

  private static final String NAME = "store-scale";
  private static final int[] SIZES = {2, 3, 4, 6};
  private static final int BYTES = 1024;

  /** Of each kind: a multiple of every size. */
  private static final int CALLERS = 48;

  private static final int AT_MOST_MILLIS = 600_000;

  private final Options options;
  private final Map<Integer, Side> clusters = new TreeMap<>();
  private final Map<Integer, List<Double>> micros = new TreeMap<>();
  private final Map<Integer, List<Double>> bytes = new TreeMap<>();

  private Scale(Options options) {
    this.options = options;
  }

  /** Runs all sizes. */
  public static void run(Options options) throws Exception {
    new Scale(options).run();
  }

  private void run() throws Exception {
    for (int size : SIZES) {
      clusters.put(size, start(size));
      micros.put(size, new ArrayList<>());
      bytes.put(size, new ArrayList<>());
    }
    say("warm-up:");
    for (int size : SIZES) {
      // every JVM must compile for itself
      measure(size, options.number("warm-up", 20_000) * size);
    }
    micros.values().forEach(List::clear);
    bytes.values().forEach(List::clear);
    say("rounds:");
    for (int i = 0; i < options.number("rounds", 5); i++) {
      for (int size : SIZES) {
        measure(size, options.number("messages", 60_000));
      }
    }
    for (Side cluster : clusters.values()) {
      cluster.callers().forEach(JavaProcess::close);
    }
    print();
  }

  private Side start(int size) throws Exception {
    List<JavaProcess> nodes = new ArrayList<>();
    int port = options.number("port", 0) + 20 * size;
    StringBuilder hosts = new StringBuilder();
    for (int i = 0; i < size; i++) {
      hosts.append(i == 0 ? "" : ",").append("127.0.0.1:").append(port + i);
    }
    String namespace = options.text("namespace", "");
    for (int i = 0; i < size; i++) {
      nodes.add(
          JavaProcess.start(
              "node-" + size + "-" + i,
              Path.of(options.text("scratch")),
              namespace.isEmpty()
                  ? List.of()
                  : List.of("ip", "netns", "exec", namespace + "-" + size),
              List.of("-Xms512m", "-Xmx512m"),
              List.of(
                  "node",
                  "--name",
                  "n" + i,
                  "--cluster",
                  "scale-" + size + "-" + ProcessHandle.current().pid(),
                  "--port",
                  Integer.toString(port + i),
                  "--hosts",
                  hosts.toString())));
    }
    for (JavaProcess node : nodes) {
      node.ask("healthy " + size);
    }
    return new Side(size + " nodes", nodes, nodes.stream().map(JavaProcess::pid).toList());
  }

  private void measure(int size, int messages) throws Exception {
    Side cluster = clusters.get(size);
    Work work = Work.callers(CALLERS, BYTES).messages(messages).millis(AT_MOST_MILLIS);
    long anyNode = cluster.pids().get(0);
    long before = WireBytes.sent(anyNode);
    Side.Round round = cluster.round(NAME, work);
    double each = (double) (WireBytes.sent(anyNode) - before) / round.settled();
    say("  %-12s %-12s %,9.0f bytes on the wire a message", NAME, cluster.name(), each);
    micros.get(size).add(round.microsEach());
    bytes.get(size).add(each);
  }

  private void print() {
    Results results = new Results();
    for (int size : SIZES) {
      results.add(NAME + "/bytes-" + size + "-nodes", "bytes/message", median(bytes.get(size)));
    }
    for (int size : SIZES) {
      results.add(
          NAME + "/processor-" + size + "-nodes", "microseconds/message", median(micros.get(size)));
    }
    int largest = SIZES[SIZES.length - 1];
    results.add(
        NAME + "/bytes",
        "ratio-6-to-2-nodes",
        median(bytes.get(largest)) / median(bytes.get(SIZES[0])));
    results.add(
        NAME, "ratio-6-to-2-nodes", median(micros.get(largest)) / median(micros.get(SIZES[0])));
    results.print();
  }
}
