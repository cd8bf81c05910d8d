package io.hikyaku.benchmarks.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the lines that end a run. Not thread-safe. */
public final class Results {

  private final List<String> lines = new ArrayList<>();

  /** The middle of the values; of an even number of them the mean of the two in the middle. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /** Writes a line at once, as rounds are shown while they run. */
  public static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
    System.out.flush();
  }

  /** Adds a count without a peer. */
  public void count(String name, String unit, long ours) {
    lines.add("RESULT %s ours=%d unit=%s".formatted(name, ours, unit));
  }

  /** Adds a result without a peer. */
  public void add(String name, String unit, double ours) {
    lines.add("RESULT %s ours=%s unit=%s".formatted(name, number(ours), unit));
  }

  /** Adds a result; without the peer's part if that is not a number. */
  public void add(String name, String unit, double ours, double peer) {
    if (Double.isNaN(peer)) {
      add(name, unit, ours);
      return;
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "RESULT %s ours=%s peer=%s ratio=%.2f unit=%s",
            name,
            number(ours),
            number(peer),
            ours / peer,
            unit));
  }

  /** Small values with decimals, as whole numbers would hide what they say. */
  private static String number(double value) {
    return value == Math.rint(value) || Math.abs(value) >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /** Prints all, in the order they were added. */
  public void print() {
    System.out.println();
    lines.forEach(System.out::println);
    System.out.flush();
  }
}
