package io.hikyaku.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The management interface of a node, asked by curl as an operator would.
 *
 * @param port for HTTPS
 * @param user and password, as {@code user:password}; null for none
 */
record Curl(int port, String user) {

  static final String BASE = "/hikyaku/api/v1";

  /** What came back. */
  record Answer(int status, Map<String, String> headers, String body) {

    Answer expect(int wanted) {
      if (status != wanted) {
        throw new AssertionError("status " + status + " and not " + wanted + ": " + body);
      }
      return this;
    }

    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  Answer get(String path, String... more) {
    return run("GET", path, null, more);
  }

  Answer post(String path, String json) {
    return run("POST", path, json);
  }

  Answer put(String path, String json, String... more) {
    return run("PUT", path, json, more);
  }

  Answer delete(String path) {
    return run("DELETE", path, null);
  }

  /** Without the header that other sites cannot send. */
  Answer bare(String method, String path, String... more) {
    return ask(method, path, null, more);
  }

  /**
   * Runs curl.
   *
   * @param body JSON, or null
   * @param more further options
   */
  Answer run(String method, String path, String body, String... more) {
    List<String> all = new ArrayList<>(List.of("-H", "X-Hikyaku-Request: curl"));
    all.addAll(List.of(more));
    return ask(method, path, body, all.toArray(String[]::new));
  }

  private Answer ask(String method, String path, String body, String... more) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-k", "-i", "--max-time", "60"));
    command.addAll(List.of("-X", method, "-H", "Expect:"));
    if (user != null) {
      command.addAll(List.of("-u", user));
    }
    if (body != null) {
      command.addAll(List.of("-H", "Content-Type: application/json", "--data-binary", body));
    }
    command.addAll(List.of(more));
    command.add("https://127.0.0.1:" + port + BASE + path);
    return parse(Commands.run(command.toArray(String[]::new)));
  }

  private static Answer parse(String output) {
    int end = output.indexOf("\r\n\r\n");
    String[] head = output.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < head.length; i++) {
      String[] parts = head[i].split(":", 2);
      headers.merge(
          parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (one, two) -> one + "\n" + two);
    }
    return new Answer(
        Integer.parseInt(head[0].split(" ", -1)[1]), headers, output.substring(end + 4));
  }
}
