package io.hikyaku.benchmarks.delete;

import static io.hikyaku.benchmarks.support.Results.median;
import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.support.JavaProcess;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Fills a group on two nodes with more and more messages and purges it. */
public final class Delete {

  private static final String NAME = "store-delete";
  private static final int WAIT_SECONDS = 300;

  private final Options options;
  private final Map<Integer, List<Double>> millis = new TreeMap<>();
  private final Map<Integer, List<Double>> reclaimed = new TreeMap<>();

  private Delete(Options options) {
    this.options = options;
  }

  /** Runs all sizes. */
  public static void run(Options options) throws Exception {
    new Delete(options).run();
  }

  private void run() throws Exception {
    List<Integer> sizes =
        Arrays.stream(options.text("messages").split(",", -1)).map(Integer::valueOf).toList();
    try (JavaProcess a = node("a");
        JavaProcess b = node("b")) {
      await(a, "state", "HEALTHY 2");
      for (int size : sizes) {
        for (int i = 0; i < options.number("rounds", 3); i++) {
          round(a, b, size);
        }
      }
    }
    Results results = new Results();
    for (int size : sizes) {
      String name = NAME + "/" + size;
      results.add(name + "-reclaimed", "milliseconds", median(reclaimed.get(size)));
      results.add(name, "milliseconds", median(millis.get(size)));
    }
    results.add(NAME, "milliseconds", median(millis.get(sizes.get(sizes.size() - 1))));
    results.print();
  }

  private JavaProcess node(String name) throws IOException {
    return JavaProcess.start(
        "node-" + name,
        Path.of(options.text("scratch")),
        List.of(),
        List.of("-Xmx" + options.text("heap")),
        List.of(
            "delete-node",
            "--name",
            name,
            "--cluster",
            "delete-" + ProcessHandle.current().pid(),
            "--port",
            options.text("port-" + name),
            "--hosts",
            "127.0.0.1:" + options.text("port-a") + ",127.0.0.1:" + options.text("port-b"),
            "--memory-bytes",
            options.text("memory-bytes")));
  }

  private void round(JavaProcess a, JavaProcess b, int size) throws Exception {
    long empty = Long.parseLong(a.ask("stored"));
    long start = System.nanoTime();
    a.send("fill " + size / 2);
    b.send("fill " + size / 2);
    a.answer();
    b.answer();
    double fillSeconds = (System.nanoTime() - start) / 1e9;
    await(a, "depth", Integer.toString(size));
    double heapGigabytes = (Long.parseLong(a.ask("heap")) + Long.parseLong(b.ask("heap"))) / 1e9;
    say(
        "  %,d messages: filled in %.1f s, live in both heaps %.2f GB",
        size, fillSeconds, heapGigabytes);
    double purge = Long.parseLong(a.ask("purge")) / 1e6;
    long purged = System.nanoTime();
    // from either node, nothing of it is to be seen any more
    requireEmpty(a);
    requireEmpty(b);
    while (Long.parseLong(a.ask("stored")) > empty) {
      requireTime(purged, "the space of " + size + " messages was not reclaimed");
      TimeUnit.MILLISECONDS.sleep(20);
    }
    double behind = (System.nanoTime() - purged) / 1e6;
    say("    purged in %.1f ms, space reclaimed %.0f ms behind", purge, behind);
    millis.computeIfAbsent(size, any -> new ArrayList<>()).add(purge);
    reclaimed.computeIfAbsent(size, any -> new ArrayList<>()).add(behind);
  }

  private static void requireEmpty(JavaProcess node) throws IOException {
    String depth = node.ask("depth");
    if (!depth.equals("0")) {
      throw new IllegalStateException(node.name() + " still sees " + depth + " messages");
    }
  }

  private static void await(JavaProcess node, String command, String wanted) throws Exception {
    long start = System.nanoTime();
    String answer = node.ask(command);
    while (!answer.equals(wanted)) {
      requireTime(start, command + " is " + answer + ", not " + wanted);
      TimeUnit.MILLISECONDS.sleep(100);
      answer = node.ask(command);
    }
  }

  private static void requireTime(long start, String otherwise) {
    if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(WAIT_SECONDS)) {
      throw new IllegalStateException(otherwise + " within " + WAIT_SECONDS + " s");
    }
  }
}
