package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each action of the management interface done by curl, and each answer held against its document.
 */
@ExtendWith(LogsOnFailure.class)
class ManagementApiIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int HTTPS = FreePorts.any();

  private static LibertyNode node;
  private static SecondApplication second;
  private static Contract contract;
  private static Curl curl;

  @BeforeAll
  static void start() {
    node =
        new LibertyNode(
                NodeSettings.alone("management", "a")
                    .managed(HTTPS)
                    // nobody listens there: mail stays
                    .with("hikyaku.delivery.default", "smtp:127.0.0.1:" + FreePorts.any())
                    .withOverrides(SecondApplication.deployed()))
            .start();
    second = new SecondApplication(node);
    contract = new Contract(openApi());
    curl = as("administrator");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String openApi() {
    return Commands.run("curl", "-sSk", "https://127.0.0.1:" + HTTPS + "/hikyaku/openapi.yaml");
  }

  private static Curl as(String role) {
    return new Curl(HTTPS, Users.credentials(role));
  }

  private static JsonObject json(Curl.Answer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  /** Asks, and checks status and document. */
  private static JsonObject get(String path) {
    Curl.Answer answer = curl.get(path).expect(200);
    contract.check("GET", path, answer);
    return json(answer);
  }

  private static Curl.Answer change(String method, String path, String body, int status) {
    Curl.Answer answer = curl.run(method, path, body).expect(status);
    contract.check(method, path, answer);
    return answer;
  }

  private static void create(String group, String settings) {
    change("POST", "/groups", "{\"name\":\"" + group + "\",\"settings\":" + settings + "}", 201);
  }

  private static void send(String group, int count) {
    assertThat(second.send(group, count, 100, "commit").body()).isEqualTo("sent " + count);
  }

  private static void awaitDepth(String group, int depth) {
    await(group + " holds " + depth)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(get("/groups/" + group).getInt("depth")).isEqualTo(depth));
  }

  @Test
  void theDocumentIsSoundAndHasARoleForEachOperationButTheOpenOnes() {
    assertThat(contract.faults()).isEmpty();
    assertThat(contract.operations()).hasSizeGreaterThan(50);
    assertThat(contract.operations())
        .filteredOn(operation -> operation.role() == null)
        .extracting(Contract.Described::id)
        .containsExactlyInAnyOrder("login", "logout", "status");
  }

  @Test
  void eachOperationIsForItsRoleAndThoseAboveIt() {
    for (Contract.Described operation : contract.operations()) {
      if (operation.role() == null || operation.id().equals("events")) {
        continue;
      }
      // names of nothing: who is let through changes nothing
      String path = operation.path().replaceAll("\\{[a-z]+}", "0-0");
      if (operation.id().equals("uploadTuples")) {
        path += "?format=none"; // or it would make the group
      }
      int needed = Users.ROLES.indexOf(operation.role());
      assertThat(new Curl(HTTPS, null).run(operation.method(), path, null).status())
          .as(operation + " without a user")
          .isEqualTo(401);
      for (String role : Users.ROLES) {
        Curl.Answer answer = as(role).run(operation.method(), path, null);
        contract.check(operation.method(), path, answer);
        if (Users.ROLES.indexOf(role) < needed) {
          assertThat(answer.status()).as(operation + " by a " + role).isEqualTo(403);
          assertThat(json(answer).getString("requiredRole")).isEqualTo(operation.role());
        } else {
          assertThat(answer.status())
              .as(operation + " by a " + role + ": " + answer.body())
              .isNotIn(401, 403, 500);
        }
      }
    }
  }

  @Test
  void aGroupIsMadeChangedPausedPurgedAndDeleted() {
    create("orders", "{\"order\":\"KEYED\",\"deliveryLimit\":3}");
    change("POST", "/groups", "{\"name\":\"orders\"}", 409);
    change("POST", "/groups", "{\"name\":\"not allowed\"}", 400);
    change("POST", "/groups", "{\"name\":\"x\",\"settings\":{\"deliveryLimit\":0}}", 400);
    change("POST", "/groups", "{\"name\":", 400);
    Curl.Answer settings = curl.get("/groups/orders/settings").expect(200);
    contract.check("GET", "/groups/orders/settings", settings);
    String tag = settings.header("etag");
    String changed = settings.body().replace("\"deliveryLimit\":3", "\"deliveryLimit\":5");
    change("PUT", "/groups/orders/settings", changed, 428);
    curl.put("/groups/orders/settings?reason=trial", changed, "-H", "If-Match: " + tag).expect(200);
    Curl.Answer stale =
        curl.put("/groups/orders/settings", settings.body(), "-H", "If-Match: " + tag).expect(412);
    contract.check("PUT", "/groups/orders/settings", stale);
    assertThat(json(stale).getString("actual")).isNotEqualTo(tag);
    assertThat(get("/groups/orders").getJsonObject("settings").getInt("deliveryLimit"))
        .isEqualTo(5);

    change("POST", "/groups/orders/pause", "{\"reason\":\"trial\"}", 204);
    assertThat(get("/groups/orders").getBoolean("paused")).isTrue();
    assertThat(get("/groups?state=paused&filter=ORD").getInt("total")).isEqualTo(1);
    change("POST", "/groups/orders/resume", null, 204);

    create("heap", "{}");
    send("heap", 250);
    awaitDepth("heap", 250);
    JsonObject found = get("/groups?sort=-depth&limit=1");
    assertThat(found.getJsonArray("items").getJsonObject(0).getString("name")).isEqualTo("heap");
    change("GET", "/groups?sort=colour", null, 400);
    change("GET", "/groups?limit=many", null, 400);
    change("POST", "/groups/heap/purge", "{\"confirm\":\"hip\",\"expectedMessages\":250}", 409);
    change("POST", "/groups/heap/purge", "{\"confirm\":\"heap\",\"expectedMessages\":100}", 409);
    change("POST", "/groups/heap/purge", "{\"confirm\":\"heap\"}", 400);
    awaitDepth("heap", 250);
    change("POST", "/groups/heap/purge", "{\"confirm\":\"heap\",\"expectedMessages\":250}", 204);
    awaitDepth("heap", 0);
    change("DELETE", "/groups/heap?confirm=heap&expectedMessages=0&reason=trial", null, 204);
    change("GET", "/groups/heap", null, 404);
  }

  @Test
  void messagesAreFoundShownMovedAndDeleted() {
    create("in", "{}");
    create("out", "{}");
    send("in", 5);
    awaitDepth("in", 5);
    JsonObject page = get("/groups/in/messages?limit=2&offset=1");
    assertThat(page.getInt("total")).isEqualTo(5);
    assertThat(page.getJsonArray("items")).hasSize(2);
    String id = page.getJsonArray("items").getJsonObject(0).getString("id");
    assertThat(get("/groups/in/messages/" + id).getInt("bodyBytes")).isEqualTo(100);
    assertThat(get("/messages/" + id).getString("group")).isEqualTo("in");
    assertThat(curl.get("/groups/in/messages/" + id + "/body").expect(200).body()).hasSize(100);
    change("GET", "/groups/in/messages/" + id + "/mail", null, 415);
    change("GET", "/groups/out/messages/" + id, null, 404);
    change("GET", "/groups/in/messages/nonsense", null, 400);
    get("/groups/in/messages?text=zzz");
    assertThat(get("/groups/in/keys").getInt("total")).isPositive();
    change("POST", "/groups/in/keys/deliver-now", "{\"key\":\"\"}", 200);

    change("DELETE", "/groups/in/messages/" + id + "?reason=trial", null, 204);
    change("DELETE", "/groups/in/messages/" + id, null, 404);
    task(
        "/groups/in/messages/tasks",
        "{\"action\":\"move\",\"target\":\"out\",\"selection\":\"all\"}");
    awaitDepth("out", 4);
    awaitDepth("in", 0);
    change(
        "POST", "/groups/out/messages/tasks", "{\"action\":\"delete\",\"selection\":\"all\"}", 400);
    task(
        "/groups/out/messages/tasks",
        "{\"action\":\"delete\",\"selection\":\"all\",\"confirm\":\"out\",\"expectedMessages\":4}");
    awaitDepth("out", 0);
  }

  private static void task(String path, String body) {
    JsonObject begun = json(change("POST", path, body, 202));
    String id = begun.getString("id");
    await("task " + id)
        .atMost(SOON)
        .until(() -> get("/tasks/" + id).getString("state").equals("DONE"));
    assertThat(get("/tasks").getInt("total")).isPositive();
    change("DELETE", "/tasks/" + id, null, 409);
  }

  @Test
  void deadLettersAreCountedByReasonRedrivenMovedAndDeleted() {
    create("doomed", "{\"expirySeconds\":1}");
    create("kept", "{}");
    change("POST", "/groups/doomed/pause", null, 204);
    send("doomed", 6);
    await("six dead letters")
        .atMost(SOON)
        .until(() -> get("/groups/doomed/dead-letters").getInt("total") == 6);
    JsonObject page = get("/groups/doomed/dead-letters?reason=expired&limit=3");
    assertThat(page.getJsonArray("items")).hasSize(3);
    assertThat(page.getJsonArray("reasons").getJsonObject(0).getString("reason"))
        .isEqualTo("expired");
    String id = page.getJsonArray("items").getJsonObject(0).getString("id");
    Curl.Answer settings = curl.get("/groups/doomed/settings");
    curl.put(
            "/groups/doomed/settings",
            settings.body().replaceAll("\"expirySeconds\":[0-9.]+", "\"expirySeconds\":0"),
            "-H",
            "If-Match: " + settings.header("etag"))
        .expect(200);

    String tasks = "/groups/doomed/dead-letters/tasks";
    task(tasks, "{\"action\":\"redrive\",\"selection\":\"ids\",\"ids\":[\"" + id + "\"]}");
    awaitDepth("doomed", 1);
    JsonObject redriven = get("/groups/doomed/messages").getJsonArray("items").getJsonObject(0);
    assertThat(redriven.getJsonObject("headers")).doesNotContainKey("dead-letter-reason");
    String second =
        get("/groups/doomed/dead-letters").getJsonArray("items").getJsonObject(0).getString("id");
    task(
        tasks,
        "{\"action\":\"move\",\"target\":\"kept\",\"selection\":\"ids\",\"ids\":[\""
            + second
            + "\"]}");
    awaitDepth("kept", 1);
    task(
        tasks,
        "{\"action\":\"delete\",\"selection\":\"reason\",\"deadReason\":\"expired\","
            + "\"confirm\":\"doomed\",\"expectedMessages\":4}");
    assertThat(get("/groups/doomed/dead-letters").getInt("total")).isZero();
    change("POST", tasks, "{\"action\":\"burn\",\"selection\":\"all\"}", 400);
  }

  @Test
  void mailIsFoundReadSuspendedRetriedAndGivenUp() throws IOException {
    try (SmtpConnection connection = SmtpConnection.greeted(node.settings().smtpPort(), SOON)) {
      assertThat(
              connection.mail(
                  "you@later.example",
                  "Subject: =?utf-8?B?6aOb6ISa?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello"))
          .startsWith("250");
    }
    await("the mail waits for its next attempt")
        .atMost(SOON)
        .until(() -> get("/mail/messages?text=later.example").getJsonArray("items").size() == 1);
    JsonObject mail =
        get("/mail/messages?text=later.example").getJsonArray("items").getJsonObject(0);
    await("the destination")
        .atMost(SOON)
        .until(() -> get("/mail/destinations?filter=later").getInt("total") == 1);
    String message = "/groups/mail/messages/" + mail.getString("message");
    await("its parts")
        .atMost(SOON)
        .ignoreException(AssertionError.class) // an attempt gives it another id
        .until(() -> read().getJsonArray("parts").size() == 1);
    assertThat(read().getJsonArray("headers").toString()).contains("飛脚");
    assertThat(message).isNotEmpty();

    String domain = "/mail/destinations/later.example";
    String until = Instant.now().plus(Duration.ofHours(1)).toString();
    change("POST", domain + "/suspend", "{\"until\":\"" + until + "\",\"reason\":\"trial\"}", 204);
    change("POST", domain + "/suspend", "{\"until\":\"soon\",\"reason\":\"trial\"}", 400);
    await("it is suspended")
        .atMost(SOON)
        .until(
            () ->
                !get("/mail/destinations")
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getString("suspendedUntil")
                    .isEmpty());
    change("POST", domain + "/resume", null, 204);
    change("POST", domain + "/retry", "{}", 200);
    change(
        "POST",
        domain + "/bounce",
        "{\"confirm\":\"later.example\",\"expectedMessages\":1,\"reason\":\"trial\"}",
        200);
  }

  private static JsonObject read() {
    String message =
        get("/mail/messages?text=later.example")
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("message");
    return get("/groups/mail/messages/" + message + "/mail");
  }

  @Test
  void tuplesAreUploadedShownDownloadedAndDropped() throws IOException {
    Path file = Built.WORK.resolve("tuples.csv");
    Files.writeString(file, "a,1\nb,2\n\"c,d\",3\nwrong\ne,no number\n");
    String path = "/tuple-groups/words";
    Curl.Answer upload =
        curl.run(
                "PUT",
                path + "/tuples?keys=string&values=long&partitions=1&copies=1",
                null,
                "-H",
                "Content-Type: text/csv",
                "--data-binary",
                "@" + file)
            .expect(200);
    contract.check("PUT", path + "/tuples", upload);
    assertThat(json(upload).getInt("rows")).isEqualTo(5);
    assertThat(json(upload).getInt("faulty")).isEqualTo(2);
    assertThat(get(path).getInt("tuples")).isEqualTo(3);
    assertThat(get("/tuple-groups?sort=-bytes").getInt("total")).isPositive();
    JsonObject first =
        get(path + "/tuples?keys=string&values=long&limit=1")
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(first.getString("key") + first.getString("value")).isEqualTo("a1");
    assertThat(curl.get(path + "/download?keys=string&values=long").expect(200).body())
        .isEqualTo("a,1\r\nb,2\r\n\"c,d\",3\r\n");
    change("DELETE", path + "?confirm=words", null, 400);
    change("DELETE", path + "?confirm=words&expectedTuples=3", null, 204);
    change("GET", path, null, 404);
  }

  @Test
  void jobsBeansBranchesAndNodesAreShownAndWhatIsUnknownIsNamed() {
    get("/jobs");
    get("/nodes");
    get("/branches");
    assertThat(get("/deliveries").getJsonArray("items")).isNotEmpty();
    change("POST", "/deliveries/mail/pause", "{\"reason\":\"trial\"}", 200);
    await("the verdict")
        .atMost(SOON)
        .until(
            () ->
                get("/overview").getJsonObject("verdict").toString().contains("deliveries-paused"));
    change("POST", "/deliveries/mail/resume", null, 200);
    change("POST", "/jobs/none/cancel", null, 404);
    change("POST", "/branches/xa:1/resolve", "{\"outcome\":\"commit\",\"confirm\":\"xa:1\"}", 404);
    assertThat(get("/nodes/a/drain").toString()).contains("last-node");
    change("POST", "/nodes/a/drain", "{\"confirm\":\"a\"}", 409);
    change("DELETE", "/nodes/a/drain", null, 409);
    change("PUT", "/nodes/rebalance", "{\"enabled\":false}", 204);
    assertThat(get("/nodes").getJsonObject("cluster").getBoolean("rebalanceEnabled")).isFalse();
    change("PUT", "/nodes/rebalance", "{\"enabled\":true}", 204);
  }

  @Test
  void eachActionIsRecordedWithItsUserAndWhatCameOfIt() {
    create("seen", "{}");
    as("viewer").post("/groups/seen/pause", "{}").expect(403);
    as("operator").post("/groups/seen/pause", "{\"reason\":\"looking <b>closer</b>\"}").expect(204);

    await("the log")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              List<String> log =
                  get("/actions?filter=seen")
                      .getJsonArray("items")
                      .getValuesAs(JsonObject.class)
                      .stream()
                      .map(
                          a ->
                              a.getString("user")
                                  + " "
                                  + a.getString("action")
                                  + " "
                                  + a.getString("result")
                                  + " "
                                  + a.getString("reason"))
                      .toList();
              assertThat(log)
                  .contains(
                      "administrator createGroup done ",
                      "operator pauseGroup done looking <b>closer</b>",
                      "viewer pauseGroup refused ");
            });
    assertThat(node.log().awaitLine("user operator: pauseGroup seen", SOON))
        .contains("HIKYAKU3002I");
  }

  @Test
  void aSessionIsACookieThatOnlyThisSiteSends() throws IOException {
    Path jar = Files.createTempFile(Built.WORK, "cookies", ".txt");
    Curl nobody = new Curl(HTTPS, null);
    nobody.run("POST", "/session", "{\"user\":\"viewer\",\"password\":\"wrong\"}").expect(401);
    Curl.Answer login =
        nobody
            .run(
                "POST",
                "/session",
                "{\"user\":\"viewer\",\"password\":\"viewerviewer\"}",
                "-c",
                jar.toString())
            .expect(200);
    contract.check("POST", "/session", login);
    assertThat(login.header("set-cookie"))
        .contains("HikyakuSession", "HttpOnly", "Secure", "SameSite=Strict");
    Curl.Answer me = nobody.get("/session/me", "-b", jar.toString()).expect(200);
    contract.check("GET", "/session/me", me);
    assertThat(json(me).getJsonArray("roles").toString()).isEqualTo("[\"viewer\"]");
    nobody.run("DELETE", "/session", null, "-b", jar.toString(), "-c", jar.toString()).expect(204);
    nobody.get("/session/me", "-b", jar.toString()).expect(401);
  }

  @Test
  void aForgedRequestIsRefusedAndPagesMayOnlyDoWhatTheirSiteSays() {
    Curl.Answer forged = curl.bare("POST", "/groups/mail/pause").expect(403);
    assertThat(json(forged).getString("code")).isEqualTo("header-required");
    Curl nobody = new Curl(HTTPS, null);
    assertThat(nobody.bare("GET", "/overview").expect(401).header("www-authenticate"))
        .startsWith("Basic");
    // a challenge would make the browser show a dialog of its own
    assertThat(
            nobody
                .bare("GET", "/overview", "-H", "Sec-Fetch-Mode: cors")
                .expect(401)
                .header("www-authenticate"))
        .isNull();
    Curl.Answer page = curl.get("/../../").expect(200);
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("strict-transport-security")).startsWith("max-age=");
    assertThat(node.http().get("/hikyaku/api/v1/overview").statusCode()).isEqualTo(403);
    assertThat(node.http().get("/hikyaku/").headers().firstValue("location").orElse(""))
        .startsWith("https://127.0.0.1:" + HTTPS + "/hikyaku/");
  }

  @Test
  void metricsHaveEachGroupAndTheNode() {
    create("measured", "{}");
    send("measured", 3);

    await("the metrics")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(node.http().get("/metrics").body())
                    .containsPattern(
                        "hikyaku_group_messages\\{[^}]*group=\"measured\"[^}]*state=\"ready\"[^}]*} 3.0")
                    .containsPattern(
                        "hikyaku_group_enqueued_total\\{[^}]*group=\"measured\"[^}]*} 3.0")
                    .contains("hikyaku_store_bytes", "hikyaku_cluster_state"));
  }

  @Test
  void theStreamTellsWhatHappens() throws Exception {
    Process stream =
        new ProcessBuilder(
                "curl",
                "-sSNk",
                "-u",
                Users.credentials("viewer"),
                "--max-time",
                "20",
                "https://127.0.0.1:" + HTTPS + Curl.BASE + "/events?groups=mail")
            .start();
    try {
      create("told", "{}");
      List<String> names = List.of("hello", "rates", "nodes", "heartbeat", "change", "action");
      StringBuilder seen = new StringBuilder();
      byte[] buffer = new byte[8192];
      while (!names.stream().allMatch(name -> seen.indexOf("event: " + name + "\n") >= 0)) {
        int count = stream.getInputStream().read(buffer);
        assertThat(count).as("the stream ended after " + seen).isPositive();
        seen.append(new String(buffer, 0, count, java.nio.charset.StandardCharsets.UTF_8));
      }
      assertThat(seen.toString())
          .contains("\"groups\":[{", "\"name\":\"mail\"", "figuresAgeSeconds");
    } finally {
      stream.destroyForcibly();
    }
  }
}
