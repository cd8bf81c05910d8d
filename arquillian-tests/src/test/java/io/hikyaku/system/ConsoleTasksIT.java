package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.browser.Browser;
import java.time.Duration;
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

  @BeforeAll
  static void start() {
    NodeSettings first = settings("a");
    NodeSettings second = settings("b");
    String hosts = first.hosts() + "," + second.hosts();
    int httpsPort = FreePorts.any();
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
  @Order(LAST - 1)
  void aNodeIsDrainedInThreeAndTakesItsShareAgain() {
    browser
        .click(".hk-nav a[href='#/nodes']")
        .click("[data-key=b] [data-action=drain]")
        .type("#drain-typed", "b")
        .click("[data-action=confirm]");

    browser.see("[data-key=b] .badge", "Drained");
    assertThat(browser.clicks()).isEqualTo(3);

    browser.click("[data-key=b] [data-action=undrain]").click("[data-action=confirm]");
    browser.see("[data-key=b] .badge", "Active");
    cluster.awaitWhole();
  }

  @Test
  @Order(LAST)
  void aKilledNodeIsSeenWithinThreeSeconds() {
    browser.until("both nodes are shown", () -> browser.texts("[data-node]").size() == 2);
    long killedAt = System.nanoTime();

    cluster.other().kill();
    browser.see("#verdict", "too few nodes");
    browser.until("one node is shown", () -> browser.texts("[data-node]").size() == 1);
    browser.see("#verdict", "1 node ·");
    Duration seenAfter = Duration.ofNanos(System.nanoTime() - killedAt);

    System.out.println("OUTCOME a killed node was seen after " + seenAfter.toMillis() + " ms");
    assertThat(seenAfter).isLessThan(NOTICED);
    assertThat(browser.see(".hk-toast", "has left").getText()).contains("Node b");
    assertThat(browser.visit("groups").see("#cluster-strip").getText()).contains("1 of 2 copies");
  }

  private static void closeDialog() {
    browser.click("hk-dialog .modal-footer .btn");
    browser.awaitGone("hk-dialog");
  }
}
