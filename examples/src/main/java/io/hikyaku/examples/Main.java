package io.hikyaku.examples;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs examples: {@code wordcount [megabytes]}, {@code pagerank}, {@code kmeans}, {@code join},
 * {@code sensors}, {@code all}.
 */
public final class Main {

  private static final int DEFAULT_MEGABYTES = 300;

  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("org.infinispan"), Logger.getLogger("org.jgroups"));

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    LIBRARIES.forEach(library -> library.setLevel(Level.WARNING)); // what they do is not the point
    int megabytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_MEGABYTES;
    List<ExampleNode> nodes = ExampleNode.two();
    ExampleNode node = nodes.get(0);
    if (wanted(name, "join")) {
      show("join", () -> CustomersAndOrders.run(node, 100_000));
    }
    if (wanted(name, "kmeans")) {
      show("kmeans", () -> KMeans.run(node, 200_000));
    }
    if (wanted(name, "pagerank")) {
      show("pagerank", () -> PageRank.run(node, 20_000));
    }
    if (wanted(name, "wordcount")) {
      show("wordcount", () -> WordCount.run(node, megabytes));
    }
    if (wanted(name, "sensors")) {
      show("sensors", () -> Sensors.run(node, nodes.get(1), 20_000));
    }
    nodes.forEach(ExampleNode::close);
  }

  private static boolean wanted(String name, String example) {
    return name.equals("all") || name.equals(example);
  }

  @FunctionalInterface
  private interface Example {
    String run() throws Exception;
  }

  private static void show(String name, Example example) throws Exception {
    long start = System.nanoTime();
    String result = example.run();
    System.out.printf(
        "%s: %s, result checked, %.1f s with upload and check%n",
        name, result, (System.nanoTime() - start) / 1e9);
  }
}
