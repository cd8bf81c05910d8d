package io.hikyaku.benchmarks.mapreduce;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of one side: reads the name of a work a line, does it and answers {@code DONE seconds
 * checksum}. Whatever else it prints goes to the standard error.
 */
final class SideProcess {

  private SideProcess() {}

  static void main(String name, int port, Path directory) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (Side side = side(name, port, directory);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      answers.println("READY");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Work work = Work.parse(line);
        side.prepare(work);
        System.gc();
        long start = System.nanoTime();
        long sum = side.run(work);
        double seconds = (System.nanoTime() - start) / 1e9 / work.rounds();
        side.clear(work);
        answers.println("DONE " + seconds + " " + sum);
        answers.flush();
      }
    }
    System.exit(0);
  }

  private static Side side(String name, int port, Path directory) throws Exception {
    return switch (name) {
      case "ours" -> new OurSide(port);
      case "spark" -> new SparkSide(directory);
      case "hadoop" -> new HadoopSide(directory);
      default -> throw new IllegalArgumentException("no side is named " + name);
    };
  }
}
