package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.browser.Browser;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.WebElement;

/**
 * What operators do now and then, at a node that has work: each at the console, in a real browser,
 * and by curl.
 */
@ExtendWith(LogsOnFailure.class)
class OperationsIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** More than are moved before anybody can say no. */
  private static final int MANY = 60_000;

  private static LibertyNode node;
  private static int httpsPort;
  private static ShopApplication shop;
  private static RecoveryApplication recovery;
  private static ManagementClient api;
  private static Browser browser;

  @BeforeAll
  static void start() {
    ManagedNode managed = ManagedNode.shared();
    node = managed.node();
    httpsPort = managed.httpsPort();
    shop = managed.shop();
    recovery = managed.recovery();
    api = managed.api();
    browser = managed.browser("administrator");
  }

  @BeforeEach
  void begin() {
    browser
        .begin()
        .script("document.querySelectorAll('.hk-tray .btn-close').forEach((b) => b.click())");
  }

  private static void confirmTyped(String name) {
    browser.type("#hk-typed", name).click("[data-action=confirm]").awaitGone("hk-dialog");
  }

  @Test
  void settingsThatSomebodyElseChangedMeanwhileAreNotOverwrittenButMerged() {
    api.create("disputed", "{}");
    browser.visit("groups/disputed/settings").click("[data-action=edit-settings]");
    browser.see("#setting-maxMessages");
    Curl.Answer seen = api.curl().get("/groups/disputed/settings");
    String theirs = seen.body().replaceAll("\"deliveryLimit\":\\d+", "\"deliveryLimit\":7");
    api.curl()
        .put("/groups/disputed/settings", theirs, "-H", "If-Match: " + seen.header("etag"))
        .expect(200);

    browser.replace("#setting-maxMessages", "1000").click("[data-action=confirm]");

    browser.see("hk-dialog .alert-danger");
    assertThat(settings("disputed").getInt("maxMessages")).isZero();
    browser.click("[data-action=take-over]").awaitGone("hk-dialog .alert-danger");
    browser.click("[data-action=confirm]").awaitGone("hk-dialog");
    assertThat(settings("disputed").getInt("maxMessages")).isEqualTo(1000);
    assertThat(settings("disputed").getInt("deliveryLimit")).isEqualTo(7);
  }

  private static JsonObject settings(String group) {
    return api.get("/groups/" + group + "/settings");
  }

  private static void letDie(String group, int count) {
    api.create(group, "{\"expirySeconds\":1}");
    api.change("POST", "/groups/" + group + "/pause", null, 204);
    shop.send(group, count);
    api.awaitDepth(group + ".dead", count);
  }

  @Test
  void deadLettersAreMovedWithProgressThatCanBeCancelledAndDeletedByName() {
    letDie("offers", MANY);
    api.create("kept-offers", "{}");
    browser.visit("dead-letters/offers").click(".hk-reasons [data-action=move]");
    browser.type("#move-target", "kept-offers").click("[data-action=confirm]");

    WebElement task = browser.see("[data-task][data-state=RUNNING]");
    String id = task.getAttribute("data-task");
    browser.see("[data-task='" + id + "'] progress");
    browser.click("[data-action=cancel-task]");
    browser.see("[data-task='" + id + "'][data-state=CANCELLED]");
    int moved = api.get("/groups/kept-offers").getInt("depth");
    assertThat(moved).isLessThan(MANY);

    // counted are 20,000 of each node; by their reason all go
    browser.click(".hk-reasons [data-action=discard]");
    assertThat(browser.see("hk-dialog .hk-count").getText())
        .contains("%,d".formatted(MANY - moved));
    confirmTyped("offers");
    api.awaitDepth("offers.dead", 0);
  }

  @Test
  void aRunningTaskIsCancelledByCurl() {
    api.create("from", "{}");
    api.create("to", "{}");
    shop.send("from", MANY);

    String id =
        api.begin(
            "/groups/from/messages/tasks",
            "{\"action\":\"move\",\"target\":\"to\",\"selection\":\"all\"}");
    api.change("DELETE", "/tasks/" + id + "?reason=trial", null, 204);

    api.awaitTask(id, "CANCELLED");
    int moved = api.get("/tasks/" + id).getInt("done");
    assertThat(moved).isLessThan(MANY);
    api.awaitDepth("to", moved);
    api.awaitDepth("from", MANY - moved);
  }

  @Test
  void aRunningJobIsCancelledByCurlAndFailuresAreCountedByTheirCause() {
    shop.submitJobs();
    String failed = api.first("/jobs?filter=ranking").getString("id");
    String running = api.first("/jobs?filter=nightly").getString("id");
    await("the job fails")
        .atMost(SOON)
        .until(() -> api.get("/jobs/" + failed).getString("state").equals("FAILED"));

    api.change("POST", "/jobs/" + running + "/cancel", "{\"reason\":\"trial\"}", 204);

    assertThat(api.get("/jobs/" + running).getString("state")).isEqualTo("CANCELLED");
    api.change("POST", "/jobs/" + running + "/cancel", null, 409);
    // each step fails at another line
    assertThat(api.get("/jobs/" + failed).getJsonArray("failures"))
        .singleElement()
        .asString()
        .contains("java.lang.IllegalStateException: line # has no rank");
  }

  @Test
  void aBranchInDoubtIsCommittedAtTheConsoleAndRolledBackByCurl() throws Exception {
    var first = recovery.holdInDoubt("first");
    browser.visit("nodes/transactions").click("[data-action=commit-branch]");
    confirmTyped(branch());
    api.awaitDepth("sent", 1);
    assertThat(first).as("its database holds it still").isNotDone();
    recovery.letGo();
    first.get(SOON.toSeconds(), TimeUnit.SECONDS);

    await("the transaction manager takes note")
        .atMost(SOON)
        .until(() -> api.get("/branches").getInt("total") == 0);
    var second = recovery.holdInDoubt("second");
    String branch = branch();
    String path = "/branches/" + branch + "/resolve";
    api.change("POST", path, "{\"outcome\":\"rollback\",\"confirm\":\"other\"}", 409);
    api.change("POST", path, "{\"outcome\":\"perhaps\",\"confirm\":\"" + branch + "\"}", 400);
    api.change("POST", path, "{\"outcome\":\"rollback\",\"confirm\":\"" + branch + "\"}", 204);
    recovery.letGo();
    second.get(SOON.toSeconds(), TimeUnit.SECONDS);
    api.awaitDepth("sent", 1);
  }

  private static String branch() {
    await("a branch is prepared")
        .atMost(SOON)
        .until(() -> api.get("/branches").toString().contains("\"PREPARED\""));
    return api.first("/branches").getString("branch");
  }

  private static void receive(String domain) throws IOException {
    try (SmtpConnection connection = SmtpConnection.greeted(node.settings().smtpPort(), SOON)) {
      String mail =
          "Subject: =?utf-8?B?6aOb6ISa?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello";
      assertThat(connection.mail("you@" + domain, mail)).startsWith("250");
    }
    await("mail to " + domain + " waits for its next attempt")
        .atMost(SOON)
        .until(() -> waiting(domain));
  }

  private static List<JsonObject> destination(String domain) {
    return api.get("/mail/destinations?filter=" + domain)
        .getJsonArray("items")
        .getValuesAs(JsonObject.class);
  }

  @Test
  void mailIsSuspendedResumedRetriedAndGivenUpAtTheConsole() throws IOException {
    receive("console.example");
    String row = "[data-key='console.example'] ";
    browser.visit("mail").click(row + "[data-action=suspend]");
    browser.type("#suspend-why", "they move").click("[data-action=confirm]").awaitGone("hk-dialog");
    assertThat(browser.see(row + ".hk-under", "they move").getText()).isEqualTo("they move");

    browser.click(row + "[data-action=resume]").click("[data-action=confirm]");
    browser.see(row + "[data-action=suspend]");
    await("it waits again").atMost(SOON).until(() -> waiting("console.example"));
    browser
        .click(row + "[data-action=retry]")
        .click("[data-action=confirm]")
        .awaitGone("hk-dialog");
    await("it waits again").atMost(SOON).until(() -> waiting("console.example"));
    browser.click(row + "[data-action=bounce]").type("#hk-reason", "moved away");
    confirmTyped("console.example");

    await("it is given up")
        .atMost(SOON)
        .until(
            () -> api.get("/mail/messages?text=console.example").getJsonArray("items").isEmpty());
  }

  private static boolean waiting(String domain) {
    return destination(domain).stream().anyMatch(row -> row.getInt("waiting") == 1);
  }

  @Test
  void mailIsFoundReadSuspendedRetriedAndGivenUpByCurl() throws IOException {
    receive("later.example");
    await("its parts")
        .atMost(SOON)
        .ignoreException(AssertionError.class) // an attempt gives it another id
        .until(() -> parsed().getJsonArray("parts").size() == 1);
    assertThat(parsed().getJsonArray("headers").toString()).contains("飛脚");

    String domain = "/mail/destinations/later.example";
    String until = Instant.now().plus(Duration.ofHours(1)).toString();
    api.change(
        "POST", domain + "/suspend", "{\"until\":\"" + until + "\",\"reason\":\"trial\"}", 204);
    api.change("POST", domain + "/suspend", "{\"until\":\"soon\",\"reason\":\"trial\"}", 400);
    await("it is suspended")
        .atMost(SOON)
        .until(() -> !destination("later.example").get(0).getString("suspendedUntil").isEmpty());
    api.change("POST", domain + "/resume", null, 204);
    api.change("POST", domain + "/retry", "{}", 200);
    api.change(
        "POST",
        domain + "/bounce",
        "{\"confirm\":\"later.example\",\"expectedMessages\":1,\"reason\":\"trial\"}",
        200);
  }

  private static JsonObject parsed() {
    String message = api.first("/mail/messages?text=later.example").getString("message");
    return api.get("/groups/mail/messages/" + message + "/mail");
  }

  @Test
  void tuplesAreUploadedLookedAtAndDroppedAtTheConsole() throws IOException {
    Path file = Built.WORK.resolve("prices.csv");
    Files.writeString(file, "apple,3\npear,4\n");
    browser.visit("jobs/tuple-groups").click("[data-action=upload]");
    browser.type("#upload-name", "prices").type("#upload-file", file.toAbsolutePath().toString());
    browser.click("[data-action=confirm]").awaitGone("hk-dialog");

    browser.click("[data-key=prices] a");
    browser.see("hk-tuple-group tbody", "apple");
    browser.click("[data-action=drop]");
    confirmTyped("prices");
    browser.see("hk-tuple-groups");
    browser.awaitGone("[data-key=prices]");
    api.change("GET", "/tuple-groups/prices", null, 404);
  }

  @Test
  void theMainTasksNeedNoMouse() {
    browser.begin();
    browser.tabTo(".hk-nav a[href='#/groups']").press("Enter").see("hk-groups");
    browser.tabTo("[data-action=create-group]").press("Enter").see("#group-name");
    browser.press("typed").press("Enter").awaitGone("hk-dialog");
    shop.send("typed", 3);
    browser.tabTo("[data-search=search]").press("typed").see("hk-groups [data-key=typed]");
    browser.until("it is found", () -> browser.texts("hk-groups tbody tr").size() == 1);
    browser.tabTo("[data-key=typed] [data-action=pause]").press("Enter").see("#hk-reason");
    browser.press("Enter").see("[data-key=typed] [data-action=resume]");
    assertThat(api.get("/groups/typed").getBoolean("paused")).isTrue();

    browser.tabTo("[data-key=typed] a").press("Enter").see("hk-group [data-action=look]");
    browser.tabTo("[data-action=look]").press("Enter").see("hk-message .hk-body");
    browser.press("Escape").awaitGone("hk-dialog");
    browser.tabTo("[data-action=delete-message]").press("Enter").see("hk-dialog .modal-body");
    browser.press("Enter").awaitGone("hk-dialog");
    api.awaitDepth("typed", 2);
    browser.tabTo("[data-action=purge]").press("Enter").see("#hk-typed");
    browser.tabTo("#hk-typed").press("typed").press("Enter").awaitGone("hk-dialog");
    api.awaitDepth("typed", 0);
    assertThat(browser.clicks()).isZero();
  }

  @Test
  void aPlotDoesNotBeginEmpty() {
    shop.send("carts", 10);
    api.get("/groups/carts/history");

    await("two points")
        .atMost(SOON)
        .until(() -> api.get("/groups/carts/history").getJsonArray("points").size() >= 2);
  }

  @Test
  void metricsHaveEachGroupAndTheNodeAndPrometheusReadsThem() {
    api.create("measured", "{}");
    shop.send("measured", 3);

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
    assertThat(Prometheus.faults(node.http().get("/metrics").body()))
        .noneMatch(fault -> fault.startsWith("hikyaku"));
  }

  @Test
  void eachPanelOfTheDashboardHasFiguresInPrometheus() throws IOException {
    letDie("panels", 1);
    Dashboard dashboard = Dashboard.read();
    assertThat(dashboard.panels()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    try (Prometheus prometheus = new Prometheus(node.settings().httpPort())) {
      for (String expression : dashboard.expressions()) {
        await(expression + " has figures")
            .atMost(SOON)
            .until(() -> !prometheus.result(expression).isEmpty());
      }
    }
  }

  @Test
  void theStreamTellsWhatHappens() {
    try (EventTail stream = new EventTail(httpsPort, "viewer")) {
      stream.await("event: hello"::equals);
      stream.await(line -> line.contains("figuresAgeSeconds"));
      api.create("told", "{}");

      stream.await(line -> line.contains("\"createGroup\"") && line.contains("\"told\""));
      stream.await("event: rates"::equals);
      stream.await(line -> line.contains("\"created\"") && line.contains("\"told\""));
      stream.await("event: nodes"::equals);
    }
  }
}
