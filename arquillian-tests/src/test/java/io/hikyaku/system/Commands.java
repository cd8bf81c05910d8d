package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Other programs of this machine. */
final class Commands {

  private Commands() {}

  /**
   * Runs one to its end.
   *
   * @return what it wrote
   * @throws AssertionError with what it wrote, if it ends with anything but 0
   */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(
            Arrays.toString(command) + " ended with " + status + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is such a program: without it a test takes its own client. */
  static boolean isThere(String command) {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)),
            List.of("/usr/sbin", "/sbin").stream())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }
}
