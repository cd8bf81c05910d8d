package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The event stream of a node, read line by line by curl, as a script would. */
final class EventTail implements AutoCloseable {

  private static final int LONGEST_S = 120;

  private final Process curl;
  private final BufferedReader lines;

  EventTail(int httpsPort, String role) {
    try {
      curl =
          new ProcessBuilder(
                  "curl",
                  "-sSNk",
                  "-u",
                  Users.credentials(role),
                  "--max-time",
                  Integer.toString(LONGEST_S),
                  "https://127.0.0.1:" + httpsPort + Curl.BASE + "/events")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines = new BufferedReader(new InputStreamReader(curl.getInputStream(), UTF_8));
  }

  /** Reads on until a line is as wanted. */
  String await(Predicate<String> wanted) {
    StringBuilder seen = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
        seen.append(line).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("the stream ended; it said:\n" + seen);
  }

  /** The same behind the scenes; gives {@link System#nanoTime()} of that moment. */
  CompletableFuture<Long> whenSeen(Predicate<String> wanted) {
    return CompletableFuture.supplyAsync(
        () -> {
          await(wanted);
          return System.nanoTime();
        });
  }

  @Override
  public void close() {
    curl.destroyForcibly();
  }
}
