package io.hikyaku.benchmarks.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of the form {@code --name value}; the scripts have checked them. */
public final class Options {

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads names and values in turn.
   *
   * @throws IllegalArgumentException if a name does not begin with two hyphens or has no value
   */
  public static Options parse(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!name.startsWith("--") || i + 1 == arguments.size()) {
        throw new IllegalArgumentException("'" + name + "': must be --name and a value");
      }
      values.put(name.substring(2), arguments.get(i + 1));
    }
    return new Options(values);
  }

  /** The same with one value more, or another one. */
  public Options with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Options(more);
  }

  public boolean has(String name) {
    return !text(name, "").isEmpty();
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * A value that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  public int number(String name, int otherwise) {
    return has(name) ? Integer.parseInt(text(name)) : otherwise;
  }

  public long longNumber(String name, long otherwise) {
    return has(name) ? Long.parseLong(text(name)) : otherwise;
  }
}
