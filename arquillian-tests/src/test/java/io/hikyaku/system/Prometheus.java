package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** Debian's Prometheus, reading a node's metrics every second. */
final class Prometheus implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private final Process process;
  private final Path home;

  Prometheus(int nodesHttpPort) {
    int port = FreePorts.any();
    address = "http://127.0.0.1:" + port;
    try {
      home = Files.createTempDirectory(Built.WORK, "prometheus");
      Path settings = home.resolve("prometheus.yml");
      Files.writeString(
          settings,
          """
          global: {scrape_interval: 1s}
          scrape_configs:
            - job_name: hikyaku
              static_configs: [{targets: ['127.0.0.1:%d']}]
          """
              .formatted(nodesHttpPort));
      process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + settings,
                  "--storage.tsdb.path=" + home.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      await("Prometheus has read the node's metrics twice; its log is in " + home)
          .atMost(START)
          .ignoreExceptions() // it listens later, and is not ready at once
          .until(() -> !result("rate(hikyaku_cluster_nodes[1m])").isEmpty());
    } catch (ConditionTimeoutException e) {
      close();
      throw e;
    }
  }

  /**
   * Evaluates an expression now.
   *
   * @return its series
   * @throws AssertionError with what Prometheus says of it, if it does not understand it
   */
  JsonArray result(String expression) {
    String query = "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8);
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + query)).build();
    try {
      String answer = client.send(request, BodyHandlers.ofString()).body();
      JsonObject document = Json.createReader(new StringReader(answer)).readObject();
      if (!document.getString("status").equals("success")) {
        throw new AssertionError(expression + ": " + answer);
      }
      return document.getJsonObject("data").getJsonArray("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What Debian's promtool finds fault with in a page of metrics; empty if nothing. */
  static List<String> faults(String metrics) {
    try {
      Process lint =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
      lint.getOutputStream().write(metrics.getBytes(UTF_8));
      lint.getOutputStream().close();
      return new String(lint.getInputStream().readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      int unused = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
