package io.hikyaku.benchmarks.mapreduce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A side in a process of its own, as the controller sees it. */
final class PeerProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final Writer works;
  private final Path log;

  PeerProcess(String name, String heap, int port, Path directory) throws IOException {
    this.name = name;
    log = directory.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseParallelGC", "-Djava.net.preferIPv4Stack=true"));
    // what Spark's own launcher adds for Java 17
    for (String opened :
        List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar")) {
      command.add("--add-opens=" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "side",
            name,
            Integer.toString(port),
            directory.toString()));
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    works = process.outputWriter(StandardCharsets.UTF_8);
    if (!"READY".equals(answers.readLine())) {
      throw new IllegalStateException(name + " did not start: see " + log);
    }
  }

  /** Seconds, and a checksum. */
  record Answer(double seconds, long sum) {}

  Answer run(Work work) throws IOException {
    works.write(work.text() + "\n");
    works.flush();
    String line = answers.readLine();
    if (line == null || !line.startsWith("DONE ")) {
      throw new IllegalStateException(name + " failed at " + work + ": see " + log);
    }
    String[] parts = line.split(" ", -1);
    return new Answer(Double.parseDouble(parts[1]), Long.parseLong(parts[2]));
  }

  String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    works.close();
    process.destroy();
  }
}
