package io.hikyaku.benchmarks.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Short commands of the system. */
public final class Shell {

  private Shell() {}

  /**
   * Runs a command.
   *
   * @throws IllegalStateException if it fails, with what it said
   */
  public static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with status " + status + ": " + output);
    }
  }

  /** Runs a command and says whether it worked; false also if there is no such command. */
  public static boolean succeeds(String... command) throws InterruptedException {
    try {
      run(command);
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  /** Runs a command that puts things back; what cannot be put back is left. */
  public static void tryTo(String... command) {
    try {
      succeeds(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
