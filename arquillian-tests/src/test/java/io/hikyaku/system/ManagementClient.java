package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;

/** A node's management interface in an administrator's hands: by curl, with each answer checked. */
final class ManagementClient {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final int port;
  private final Curl curl;
  private final Contract contract;

  /** Of a node that is ready. */
  ManagementClient(int httpsPort) {
    this.port = httpsPort;
    this.curl = as("administrator");
    this.contract =
        new Contract(
            Commands.run("curl", "-sSk", "https://127.0.0.1:" + port + "/hikyaku/openapi.yaml"));
  }

  Contract contract() {
    return contract;
  }

  Curl curl() {
    return curl;
  }

  /** The same for another user; null for nobody. */
  Curl as(String role) {
    return new Curl(port, role == null ? null : Users.credentials(role));
  }

  static JsonObject json(Curl.Answer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  /** Asks, and checks status and document. */
  JsonObject get(String path) {
    Curl.Answer answer = curl.get(path).expect(200);
    contract.check("GET", path, answer);
    return json(answer);
  }

  /** The first item of a page. */
  JsonObject first(String path) {
    return get(path).getJsonArray("items").getJsonObject(0);
  }

  Curl.Answer change(String method, String path, String body, int status) {
    Curl.Answer answer = curl.run(method, path, body).expect(status);
    contract.check(method, path, answer);
    return answer;
  }

  void create(String group, String settings) {
    change("POST", "/groups", "{\"name\":\"" + group + "\",\"settings\":" + settings + "}", 201);
  }

  void awaitDepth(String group, int depth) {
    await(group + " holds " + depth)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(get("/groups/" + group).getInt("depth")).isEqualTo(depth));
  }

  /** Begins work on many messages. */
  String begin(String path, String body) {
    return json(change("POST", path, body, 202)).getString("id");
  }

  void awaitTask(String id, String state) {
    await("task " + id + " is " + state)
        .atMost(SOON)
        .until(() -> get("/tasks/" + id).getString("state").equals(state));
  }

  /** Work on many messages, from its begin to its end. */
  void task(String path, String body) {
    String id = begin(path, body);
    awaitTask(id, "DONE");
    assertThat(get("/tasks").getInt("total")).isPositive();
    change("DELETE", "/tasks/" + id, null, 409);
  }
}
