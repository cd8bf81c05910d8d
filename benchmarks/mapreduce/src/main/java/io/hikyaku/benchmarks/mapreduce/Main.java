package io.hikyaku.benchmarks.mapreduce;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The controller of the benchmark, or the process of one side. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("side")) {
      SideProcess.main(arguments[1], Integer.parseInt(arguments[2]), Path.of(arguments[3]));
      return;
    }
    Map<String, String> options = new HashMap<>();
    Arrays.stream(arguments)
        .forEach(
            argument -> {
              int equals = argument.indexOf('=');
              options.put(argument.substring(0, equals), argument.substring(equals + 1));
            });
    try {
      new Comparison(options).run();
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }
}
