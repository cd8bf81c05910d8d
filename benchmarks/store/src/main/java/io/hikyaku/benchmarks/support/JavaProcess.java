package io.hikyaku.benchmarks.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of this same program that takes commands, a line each, and answers each with one
 * line that begins with {@code =}. It ends when its standard input does, so none outlives us. Not
 * thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private JavaProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    commands = new PrintWriter(process.getOutputStream(), true, UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /**
   * Starts it.
   *
   * @param name of its log, in the directory
   * @param before what stands before {@code java}, for example the entry to a network namespace
   * @param jvmOptions options of the JVM
   * @param arguments of the program
   */
  public static JavaProcess start(
      String name,
      Path directory,
      List<String> before,
      List<String> jvmOptions,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.net.preferIPv4Stack=true");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.hikyaku.benchmarks.Main");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(
        ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()));
    return new JavaProcess(name, builder.start());
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a command without waiting for its answer. */
  public void send(String command) {
    commands.println(command);
  }

  /**
   * Waits for the next answer.
   *
   * @throws IllegalStateException if the answer is a failure or the process ended
   */
  public String answer() throws IOException {
    while (true) {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " ended without an answer: see its log");
      }
      if (line.startsWith("=failed")) {
        throw new IllegalStateException(name + ": " + line.substring(1));
      }
      if (line.startsWith("=")) {
        return line.substring(1);
      }
    }
  }

  /** Sends a command and waits for its answer. */
  public String ask(String command) throws IOException {
    send(command);
    return answer();
  }

  /** Ends it as kill -9 does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Kills it without waiting for its end. */
  public void destroy() {
    process.destroyForcibly();
  }

  /** Lets it end by itself; kills it if it does not. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
