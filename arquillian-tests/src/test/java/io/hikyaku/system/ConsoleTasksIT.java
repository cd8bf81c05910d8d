package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.browser.Browser;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What operators do most, in a real browser at the console of the first of two nodes, with the
 * clicks that it takes from the first page. At the end the other node is killed.
 */
@ExtendWith(LogsOnFailure.class)
@TestMethodOrder(OrderAnnotation.class)
class ConsoleTasksIT {

  private static final String ADMINISTRATOR = "administrator";

  /** From the end of the process to what the console says. */
  private static final Duration NOTICED = Duration.ofSeconds(3);

  /** Behind those without an order of their own. */
  private static final int LAST = Integer.MAX_VALUE;

  private static TwoNodes cluster;
  private static Browser browser;
  private static int httpsPort;

  @BeforeAll
  static void start() {
    NodeSettings first = settings("a");
    NodeSettings second = settings("b");
    String hosts = first.hosts() + "," + second.hosts();
    httpsPort = FreePorts.any();
    cluster =
        new TwoNodes(
            new LibertyNode(
                first
                    .withHosts(hosts)
                    .managed(httpsPort)
                    .withOverrides(ShopApplication.deployed())),
            new LibertyNode(second.withHosts(hosts)));
    cluster.ensureWhole();
    new ShopApplication(cluster.survivor()).fill();
    browser = new Browser(httpsPort, 1360, 900);
    browser.signIn(ADMINISTRATOR, ADMINISTRATOR + ADMINISTRATOR);
  }

  private static NodeSettings settings(String name) {
    return NodeSettings.alone("console-tasks", name).with("hikyaku.groups", ShopApplication.GROUPS);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    cluster.close();
  }

  @BeforeEach
  void begin() {
    browser.begin();
  }

  @Test
  void healthIsSeenAtOnce() {
    String verdict = browser.see("#verdict").getAttribute("data-level");

    assertThat(verdict).isIn("ok", "warning"); // there are dead letters
    assertThat(browser.see("#verdict").getText()).contains("2 nodes", "2 of 2 copies");
    assertThat(browser.clicks()).isZero();
  }

  @Test
  void theOldestQueueIsSeenAtOnce() {
    browser.see("hk-overview [data-key=orders]");

    assertThat(browser.see("[data-stat=oldest]").getText()).contains("orders");
    assertThat(browser.clicks()).isZero();
  }

  @Test
  void theHeadMessageIsTwoClicksAway() {
    browser.click("hk-overview [data-key=orders] a").click("[data-action=look]");

    assertThat(browser.see("hk-message .hk-body").getText()).contains("\"customer\": \"customer-");
    assertThat(browser.clicks()).isEqualTo(2);
    closeDialog();
  }

  @Test
  void aGroupIsCreatedInThree() {
    browser
        .click(".hk-nav a[href='#/groups']")
        .click("[data-action=create-group]")
        .type("#group-name", "invoices")
        .click("[data-action=confirm]");

    browser.see("hk-groups [data-key=invoices]");
    assertThat(browser.clicks()).isEqualTo(3);
    assertThat(cluster.survivor().http().group("invoices").getInt("depth")).isZero();
  }

  @Test
  void aGroupIsPausedInThree() {
    browser
        .click(".hk-nav a[href='#/groups']")
        .click("[data-key=payments] [data-action=pause]")
        .click("[data-action=confirm]");

    browser.see("[data-key=payments] [data-action=resume]");
    assertThat(browser.clicks()).isEqualTo(3);
    assertThat(cluster.survivor().http().group("payments").getBoolean("paused")).isTrue();

    browser.click("[data-key=payments] [data-action=resume]").click("[data-action=confirm]");
    browser.see("[data-key=payments] [data-action=pause]");
  }

  @Test
  void oneMessageIsDeletedInFour() {
    int before = cluster.survivor().http().group("orders").getInt("depth");

    browser
        .click(".hk-nav a[href='#/groups']")
        .click("[data-key=orders] a")
        .click("[data-action=delete-message]")
        .click("[data-action=confirm]");

    browser.awaitGone("hk-dialog");
    assertThat(browser.clicks()).isEqualTo(4);
    assertThat(cluster.survivor().http().group("orders").getInt("depth")).isEqualTo(before - 1);
  }

  @Test
  void deadLettersAreRedrivenInThree() {
    browser
        .click(".hk-nav a[href='#/dead-letters']")
        .click("[data-key='returns.dead'] [data-action=redrive]")
        .click("[data-action=confirm]");

    assertThat(browser.see("[data-task][data-state=DONE]").getText())
        .contains("%d of %d".formatted(ShopApplication.RETURNS, ShopApplication.RETURNS));
    assertThat(browser.clicks()).isEqualTo(3);
  }

  @Test
  void whyAJobFailedIsTwoClicksAway() {
    browser.click(".hk-nav a[href='#/jobs']").click("[data-job=ranking]");

    assertThat(browser.see("#job-failure").getText()).contains("has no rank");
    assertThat(browser.clicks()).isEqualTo(2);
  }

  @Test
  void aJobIsCancelledInThree() {
    browser
        .click(".hk-nav a[href='#/jobs']")
        .click("[data-action=cancel-job]")
        .click("[data-action=confirm]");

    browser.see("hk-job-list .badge", "Cancelled");
    assertThat(browser.clicks()).isEqualTo(3);
  }

  @Test
  @Order(LAST - 4)
  void rebalancingIsStoppedAndStartedAgain() {
    browser.visit("nodes").click("[data-action=rebalance]").click("[data-action=confirm]");
    browser.see("hk-nodes .badge", "Rebalancing is off");
    assertThat(browser.see("#cluster-strip").getText()).contains("Rebalancing is off");

    browser.click("[data-action=rebalance]").click("[data-action=confirm]");
    browser.awaitGone("hk-nodes .page-header .badge.hk-warning");
    browser.awaitGone("#cluster-strip");
  }

  /** For less than it takes to be taken for dead. */
  @Test
  @Order(LAST - 3)
  void aNodeThatHangsHasNoStatisticsAndIsNotSaidToBeGone() {
    long hungAt = System.nanoTime();
    cluster.other().hang();
    try {
      browser.see("[data-node=b]", "No answer");
      System.out.println(
          "OUTCOME a node that hangs was seen after "
              + Duration.ofNanos(System.nanoTime() - hungAt).toMillis()
              + " ms");
      assertThat(browser.see("[data-node=b]").getText()).contains("no statistics");
      assertThat(browser.see("#verdict").getText()).contains("Node b does not answer");
      assertThat(browser.texts("[data-lost]")).isEmpty();
    } finally {
      cluster.other().resume();
    }
    browser.see("[data-node=b]", "Active");
    cluster.awaitWhole();
  }

  @Test
  @Order(LAST - 2)
  void aNodeIsDrainedInThreeAndTakesItsShareAgain() {
    browser
        .click(".hk-nav a[href='#/nodes']")
        .click("[data-key=b] [data-action=drain]")
        .type("#drain-typed", "b")
        .click("[data-action=confirm]");

    browser.see("[data-key=b] .badge", "Drained");
    assertThat(browser.clicks()).isEqualTo(3);
    assertThat(cluster.other().http().statusOf("/health/ready")).isEqualTo(503);

    browser.click("[data-key=b] [data-action=undrain]").click("[data-action=confirm]");
    browser.see("[data-key=b] .badge", "Active");
    cluster.awaitWhole();
    assertThat(cluster.other().http().statusOf("/health/ready")).isEqualTo(200);
    ManagementClient api = new ManagementClient(httpsPort);
    api.change("POST", "/nodes/b/drain", "{\"confirm\":\"a\"}", 409);
    api.change("POST", "/nodes/b/drain", "{\"confirm\":\"b\",\"reason\":\"trial\"}", 202);
    api.change("DELETE", "/nodes/b/drain?reason=trial", null, 202);
    cluster.awaitWhole();
  }

  @Test
  @Order(LAST - 1)
  void aKilledNodeIsSeenWithinThreeSeconds() {
    browser.until("both nodes are shown", () -> browser.texts("[data-node]").size() == 2);
    try (EventTail stream = new EventTail(httpsPort, "viewer")) {
      stream.await("event: rates"::equals);
      CompletableFuture<Long> told = stream.whenSeen(line -> line.contains("\"node-lost\""));
      long killedAt = System.nanoTime();

      cluster.other().kill();
      browser.see("#verdict", "Node b went without a word");
      browser.see("#verdict", "too few nodes");
      browser.until("one node is shown", () -> browser.texts("[data-node]").size() == 1);
      browser.see("#verdict", "1 node ·");
      Duration seen = Duration.ofNanos(System.nanoTime() - killedAt);
      Duration streamed = Duration.ofNanos(told.join() - killedAt);

      System.out.println(
          "OUTCOME a killed node was seen after %d ms, and told of by the stream after %d ms"
              .formatted(seen.toMillis(), streamed.toMillis()));
      assertThat(seen).isLessThan(NOTICED);
      assertThat(streamed).isLessThan(NOTICED);
    }
    assertThat(browser.see("[data-lost=b]").getText()).contains("Lost");
    assertThat(browser.see(".hk-toast", "has left").getText()).contains("Node b");
    assertThat(browser.visit("groups").see("#cluster-strip").getText()).contains("1 of 2 copies");
  }

  @Test
  @Order(LAST)
  void aLostNodeIsForgottenAndNamedAgainWhenItIsLostAgain() {
    browser.visit("nodes").click("[data-lost=b] button").click("[data-action=confirm]");
    browser.awaitGone("[data-lost=b]");
    browser.visit("").until("it is not named", () -> !verdict().contains("without a word"));

    cluster.ensureWhole();
    browser.see("[data-node=b]", "Active");
    ManagementClient api = new ManagementClient(httpsPort);
    api.change("POST", "/nodes/b/forget", null, 409);
    cluster.other().kill();
    browser.see("#verdict", "Node b went without a word");
    api.change("POST", "/nodes/b/forget", "{\"reason\":\"sold\"}", 204);

    browser.until("it is not named", () -> !verdict().contains("without a word"));
    assertThat(api.get("/actions?filter=forgetNode").toString()).contains("sold", "refused");
  }

  private static String verdict() {
    return browser.see("#verdict").getText();
  }

  private static void closeDialog() {
    browser.click("hk-dialog .modal-footer .btn");
    browser.awaitGone("hk-dialog");
  }
}
