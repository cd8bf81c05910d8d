package io.hikyaku.benchmarks.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The other end of {@link JavaProcess}: reads commands and answers them until there are no more.
 */
public final class CommandLoop {

  /** Does what a command asks for. */
  public interface Handler {
    /**
     * Handles one command.
     *
     * @param arguments what follows the command's name
     * @return the answer, one line
     */
    String handle(String command, String arguments) throws Exception;
  }

  private CommandLoop() {}

  /** Returns when standard input has ended. */
  public static void run(Handler handler) throws IOException {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split(" ", 2);
      String answer;
      try {
        answer = handler.handle(parts[0], parts.length > 1 ? parts[1] : "");
      } catch (Exception e) {
        e.printStackTrace();
        answer = "failed: " + e;
      }
      System.out.println("=" + answer.replace('\n', ' '));
      System.out.flush();
    }
  }
}
