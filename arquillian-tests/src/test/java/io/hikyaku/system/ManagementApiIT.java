package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each action of the management interface done by curl, and each answer held against its document.
 */
@ExtendWith(LogsOnFailure.class)
class ManagementApiIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static LibertyNode node;
  private static int httpsPort;
  private static SecondApplication second;
  private static ManagementClient api;
  private static Contract contract;
  private static Curl curl;

  @BeforeAll
  static void start() {
    ManagedNode managed = ManagedNode.shared();
    node = managed.node();
    httpsPort = managed.httpsPort();
    second = managed.second();
    api = managed.api();
    contract = api.contract();
    curl = api.curl();
  }

  private static void send(String group, int count) {
    assertThat(second.send(group, count, 100, "commit").body()).isEqualTo("sent " + count);
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
      if (operation.role() == null) {
        continue;
      }
      // names of nothing: who is let through changes nothing
      String path = operation.path().replaceAll("\\{[a-z]+}", "0-0");
      if (operation.id().equals("uploadTuples")) {
        path += "?format=none"; // or it would make the group
      } else if (operation.id().equals("events")) {
        path += "?groups=" + manyNames(); // or it would go on for ever
      }
      int needed = Users.ROLES.indexOf(operation.role());
      assertThat(api.as(null).run(operation.method(), path, null).status())
          .as(operation + " without a user")
          .isEqualTo(401);
      for (String role : Users.ROLES) {
        Curl.Answer answer = api.as(role).run(operation.method(), path, null);
        contract.check(operation.method(), path, answer);
        if (Users.ROLES.indexOf(role) < needed) {
          assertThat(answer.status()).as(operation + " by a " + role).isEqualTo(403);
          assertThat(ManagementClient.json(answer).getString("requiredRole"))
              .isEqualTo(operation.role());
        } else {
          assertThat(answer.status())
              .as(operation + " by a " + role + ": " + answer.body())
              .isNotIn(401, 403, 500);
        }
      }
    }
  }

  /** More groups than the stream takes. */
  private static String manyNames() {
    return IntStream.range(0, 101).mapToObj(i -> "g" + i).collect(Collectors.joining(","));
  }

  @Test
  void aGroupIsMadeChangedPausedPurgedAndDeleted() {
    api.create("parcels", "{\"order\":\"KEYED\",\"deliveryLimit\":3}");
    api.change("POST", "/groups", "{\"name\":\"parcels\"}", 409);
    api.change("POST", "/groups", "{\"name\":\"not allowed\"}", 400);
    api.change("POST", "/groups", "{\"name\":\"x\",\"settings\":{\"deliveryLimit\":0}}", 400);
    api.change("POST", "/groups", "{\"name\":", 400);
    Curl.Answer settings = curl.get("/groups/parcels/settings").expect(200);
    contract.check("GET", "/groups/parcels/settings", settings);
    String tag = settings.header("etag");
    String changed = settings.body().replace("\"deliveryLimit\":3", "\"deliveryLimit\":5");
    api.change("PUT", "/groups/parcels/settings", changed, 428);
    curl.put("/groups/parcels/settings?reason=trial", changed, "-H", "If-Match: " + tag)
        .expect(200);
    Curl.Answer stale =
        curl.put("/groups/parcels/settings", settings.body(), "-H", "If-Match: " + tag).expect(412);
    contract.check("PUT", "/groups/parcels/settings", stale);
    assertThat(ManagementClient.json(stale).getString("actual")).isNotEqualTo(tag);
    assertThat(api.get("/groups/parcels").getJsonObject("settings").getInt("deliveryLimit"))
        .isEqualTo(5);

    api.change("POST", "/groups/parcels/pause", "{\"reason\":\"trial\"}", 204);
    assertThat(api.get("/groups/parcels").getBoolean("paused")).isTrue();
    assertThat(api.get("/groups?state=paused&filter=PARC").getInt("total")).isEqualTo(1);
    api.change("POST", "/groups/parcels/resume", null, 204);

    api.create("heap", "{}");
    send("heap", 250);
    api.awaitDepth("heap", 250);
    api.create("heap-of-none", "{}");
    JsonObject found = api.get("/groups?filter=HEAP&sort=-depth&limit=1");
    assertThat(found.getInt("total")).isEqualTo(2);
    assertThat(found.getJsonArray("items").getJsonObject(0).getString("name")).isEqualTo("heap");
    api.change("GET", "/groups?sort=colour", null, 400);
    api.change("GET", "/groups?limit=many", null, 400);
    api.change("POST", "/groups/heap/purge", "{\"confirm\":\"hip\",\"expectedMessages\":250}", 409);
    api.change(
        "POST", "/groups/heap/purge", "{\"confirm\":\"heap\",\"expectedMessages\":100}", 409);
    api.change("POST", "/groups/heap/purge", "{\"confirm\":\"heap\"}", 400);
    api.awaitDepth("heap", 250);
    api.change(
        "POST", "/groups/heap/purge", "{\"confirm\":\"heap\",\"expectedMessages\":250}", 204);
    api.awaitDepth("heap", 0);
    api.change("DELETE", "/groups/heap?confirm=heap&expectedMessages=0&reason=trial", null, 204);
    api.change("GET", "/groups/heap", null, 404);
  }

  @Test
  void messagesAreFoundShownMovedAndDeleted() {
    api.create("in", "{}");
    api.create("out", "{}");
    send("in", 5);
    api.awaitDepth("in", 5);
    JsonObject page = api.get("/groups/in/messages?limit=2&offset=1");
    assertThat(page.getInt("total")).isEqualTo(5);
    assertThat(page.getJsonArray("items")).hasSize(2);
    String id = page.getJsonArray("items").getJsonObject(0).getString("id");
    assertThat(api.get("/groups/in/messages/" + id).getInt("bodyBytes")).isEqualTo(100);
    assertThat(api.get("/messages/" + id).getString("group")).isEqualTo("in");
    assertThat(curl.get("/groups/in/messages/" + id + "/body").expect(200).body()).hasSize(100);
    api.change("GET", "/groups/in/messages/" + id + "/mail", null, 415);
    api.change("GET", "/groups/out/messages/" + id, null, 404);
    api.change("GET", "/groups/in/messages/nonsense", null, 400);
    api.get("/groups/in/messages?text=zzz");
    assertThat(api.get("/groups/in/keys").getInt("total")).isPositive();
    api.change("POST", "/groups/in/keys/deliver-now", "{\"key\":\"\"}", 200);

    api.change("DELETE", "/groups/in/messages/" + id + "?reason=trial", null, 204);
    api.change("DELETE", "/groups/in/messages/" + id, null, 404);
    api.task(
        "/groups/in/messages/tasks",
        "{\"action\":\"move\",\"target\":\"out\",\"selection\":\"all\"}");
    api.awaitDepth("out", 4);
    api.awaitDepth("in", 0);
    api.change(
        "POST", "/groups/out/messages/tasks", "{\"action\":\"delete\",\"selection\":\"all\"}", 400);
    api.task(
        "/groups/out/messages/tasks",
        "{\"action\":\"delete\",\"selection\":\"all\",\"confirm\":\"out\",\"expectedMessages\":4}");
    api.awaitDepth("out", 0);
  }

  @Test
  void deadLettersAreCountedByReasonRedrivenMovedAndDeleted() {
    api.create("doomed", "{\"expirySeconds\":1}");
    api.create("kept", "{}");
    api.change("POST", "/groups/doomed/pause", null, 204);
    send("doomed", 6);
    await("six dead letters")
        .atMost(SOON)
        .until(() -> api.get("/groups/doomed/dead-letters").getInt("total") == 6);
    JsonObject page = api.get("/groups/doomed/dead-letters?reason=expired&limit=3");
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
    api.task(tasks, "{\"action\":\"redrive\",\"selection\":\"ids\",\"ids\":[\"" + id + "\"]}");
    api.awaitDepth("doomed", 1);
    JsonObject redriven = api.get("/groups/doomed/messages").getJsonArray("items").getJsonObject(0);
    assertThat(redriven.getJsonObject("headers")).doesNotContainKey("dead-letter-reason");
    String second =
        api.get("/groups/doomed/dead-letters")
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("id");
    api.task(
        tasks,
        "{\"action\":\"move\",\"target\":\"kept\",\"selection\":\"ids\",\"ids\":[\""
            + second
            + "\"]}");
    api.awaitDepth("kept", 1);
    api.task(
        tasks,
        "{\"action\":\"delete\",\"selection\":\"reason\",\"deadReason\":\"expired\","
            + "\"confirm\":\"doomed\",\"expectedMessages\":4}");
    assertThat(api.get("/groups/doomed/dead-letters").getInt("total")).isZero();
    api.change("POST", tasks, "{\"action\":\"burn\",\"selection\":\"all\"}", 400);
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
    assertThat(ManagementClient.json(upload).getInt("rows")).isEqualTo(5);
    assertThat(ManagementClient.json(upload).getInt("faulty")).isEqualTo(2);
    assertThat(api.get(path).getInt("tuples")).isEqualTo(3);
    assertThat(api.get("/tuple-groups?sort=-bytes").getInt("total")).isPositive();
    JsonObject first =
        api.get(path + "/tuples?keys=string&values=long&limit=1")
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(first.getString("key") + first.getString("value")).isEqualTo("a1");
    assertThat(curl.get(path + "/download?keys=string&values=long").expect(200).body())
        .isEqualTo("a,1\r\nb,2\r\n\"c,d\",3\r\n");
    api.change("DELETE", path + "?confirm=words", null, 400);
    api.change("DELETE", path + "?confirm=words&expectedTuples=3", null, 204);
    api.change("GET", path, null, 404);
  }

  @Test
  void jobsBeansBranchesAndNodesAreShownAndWhatIsUnknownIsNamed() {
    api.get("/jobs");
    api.get("/nodes");
    api.get("/branches");
    assertThat(api.get("/deliveries").getJsonArray("items")).isNotEmpty();
    api.change("POST", "/deliveries/mail/pause", "{\"reason\":\"trial\"}", 200);
    await("the verdict")
        .atMost(SOON)
        .until(
            () ->
                api.get("/overview")
                    .getJsonObject("verdict")
                    .toString()
                    .contains("deliveries-paused"));
    api.change("POST", "/deliveries/mail/resume", null, 200);
    api.change("POST", "/jobs/none/cancel", null, 404);
    api.change(
        "POST", "/branches/xa:1/resolve", "{\"outcome\":\"commit\",\"confirm\":\"xa:1\"}", 404);
    assertThat(api.get("/nodes/a/drain").toString()).contains("last-node");
    api.change("POST", "/nodes/a/drain", "{\"confirm\":\"a\"}", 409);
    api.change("DELETE", "/nodes/a/drain", null, 409);
    api.change("PUT", "/nodes/rebalance", "{\"enabled\":false}", 204);
    assertThat(api.get("/nodes").getJsonObject("cluster").getBoolean("rebalanceEnabled")).isFalse();
    api.change("PUT", "/nodes/rebalance", "{\"enabled\":true}", 204);
  }

  @Test
  void eachActionIsRecordedWithItsUserAndWhatCameOfIt() {
    api.create("seen", "{}");
    api.as("viewer").post("/groups/seen/pause", "{}").expect(403);
    api.as("operator")
        .post("/groups/seen/pause", "{\"reason\":\"looking <b>closer</b>\"}")
        .expect(204);

    await("the log")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              List<String> log =
                  api
                      .get("/actions?filter=seen")
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
    Curl nobody = api.as(null);
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
    assertThat(ManagementClient.json(me).getJsonArray("roles").toString())
        .isEqualTo("[\"viewer\"]");
    nobody.run("DELETE", "/session", null, "-b", jar.toString(), "-c", jar.toString()).expect(204);
    nobody.get("/session/me", "-b", jar.toString()).expect(401);
  }

  @Test
  void thatTheKeysHaveTheKnownPasswordIsSaid() {
    assertThat(node.log().awaitLine("HIKYAKU3005W", SOON)).contains("set hikyaku.tls.password");
  }

  @Test
  void aForgedRequestIsRefusedAndPagesMayOnlyDoWhatTheirSiteSays() {
    Curl.Answer forged = curl.bare("POST", "/groups/mail/pause").expect(403);
    assertThat(ManagementClient.json(forged).getString("code")).isEqualTo("header-required");
    Curl nobody = api.as(null);
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
        .startsWith("https://127.0.0.1:" + httpsPort + "/hikyaku/");
  }
}
