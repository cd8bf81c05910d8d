package io.hikyaku.system;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a node says over HTTP. */
record NodeHttp(int port) {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          // an upgrade to version 2 makes the server write an FFDC for each client that goes
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** The HTTP status of a page; 0 if nothing answers. */
  int statusOf(String path) {
    try {
      return send(path, Duration.ofSeconds(10)).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  HttpResponse<String> get(String path) {
    try {
      return send(path, Duration.ofSeconds(30));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole status document. */
  JsonObject status() {
    HttpResponse<String> response = get("/hikyaku/api/v1/status");
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode() + ": " + response.body());
    }
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  /** HEALTHY and the like. */
  String clusterState() {
    return status().getJsonObject("cluster").getString("state");
  }

  int nodes() {
    return status().getJsonObject("cluster").getInt("nodes");
  }

  /** One group of the status. */
  JsonObject group(String name) {
    return status().getJsonArray("groups").getValuesAs(JsonObject.class).stream()
        .filter(group -> group.getString("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the status has no group " + name));
  }

  private HttpResponse<String> send(String path, Duration timeout) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(timeout)
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
