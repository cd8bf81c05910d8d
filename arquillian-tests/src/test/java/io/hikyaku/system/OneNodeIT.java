package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.system.shop.PaymentBean;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One node whose peers cannot be reached, with a second application beside the first. */
@ExtendWith(LogsOnFailure.class)
class OneNodeIT {

  /** Merged by the server with the adapter's element. */
  private static final String UNKNOWN_PROPERTY =
      "<resourceAdapter id='hikyaku'><properties.hikyaku clusterNmae='shop'/></resourceAdapter>";

  private static final int REDEPLOYS = 10;
  private static final Duration SOON = Duration.ofSeconds(20);

  private static LibertyNode node;
  private static SecondApplication second;

  @BeforeAll
  static void start() {
    NodeSettings settings = NodeSettings.alone("one-node", "a");
    node =
        new LibertyNode(
            settings
                // nobody is there, and nobody answers from the second: TEST-NET-1 of RFC 5737
                .withHosts(
                    settings.hosts() + ",127.0.0.1:" + FreePorts.cluster() + ",192.0.2.1:7800")
                .with("hikyaku.groups", "shop order=spread;" + ShopApplication.GROUPS)
                .withOverrides(UNKNOWN_PROPERTY)
                .withOverrides(Redeployed.WATCHED)
                .withOverrides(ShopApplication.deployed())
                .withOverrides(SecondApplication.deployed()));
    Redeployed.forgetEarly(node);
    node.start();
    second = new SecondApplication(node);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void startsAloneWhenItsPeersCannotBeReachedAndSaysSo() {
    JsonObject cluster = node.http().status().getJsonObject("cluster");

    assertThat(cluster.getString("state")).isEqualTo("TOO_FEW_NODES");
    assertThat(cluster.getInt("copies")).isEqualTo(2);
    assertThat(cluster.getInt("copiesNow")).isEqualTo(1);
    assertThat(cluster.getInt("nodes")).isEqualTo(1);
  }

  @Test
  void anUnknownPropertyOfTheAdapterIsNamedAndLeftOut() {
    // the server's own message: it sets the properties, and the adapter never sees this one
    assertThat(node.log().awaitLine("J2CA8501E", SOON)).contains("clusterNmae");
    assertThat(node.http().status().getJsonObject("cluster").getString("name"))
        .isEqualTo("one-node");
  }

  @Test
  void aSecondApplicationSendsInATransactionAndTheStatusShowsIt() {
    long before = depthOfShop();

    HttpResponse<String> committed = second.send("shop", 3, 100, "commit");
    HttpResponse<String> rolledBack = second.send("shop", 5, 100, "rollback");

    assertThat(committed.body()).isEqualTo("sent 3");
    assertThat(rolledBack.body()).isEqualTo("sent 5");
    await("three messages in the status")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(depthOfShop()).isEqualTo(before + 3));
  }

  @Test
  void anUnknownGroupIsNamedToTheApplication() {
    HttpResponse<String> answer = second.send("nonsense", 1, 1, "commit");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).startsWith("UnknownGroupException: ").contains("nonsense");
  }

  @Test
  void aBodyOverTheLimitIsRefusedWithTheLimit() {
    long before = depthOfShop();

    HttpResponse<String> answer = second.send("shop", 1, 33_554_433, "commit");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .startsWith("BodyTooLargeException: ")
        .contains("33554433")
        .contains("33554432");
    assertThat(depthOfShop()).isEqualTo(before);
  }

  @Test
  void byPlainHttpThereIsTheStatusOnly() {
    HttpResponse<String> answer = node.http().get("/hikyaku/api/v1/groups");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("https-required");
  }

  @Test
  void anApplicationThatIsDeployedAnewLeavesNothingBehind() {
    Redeployed shop = new Redeployed(node, Built.WORK.resolve("shop.war"));
    ShopApplication application = new ShopApplication(node);
    for (int i = 0; i < REDEPLOYS; i++) {
      application.send("payments", 10);
      awaitPaid();
      shop.again();
    }
    application.send("payments", 10);
    awaitPaid();
    shop.awaitClasses(PaymentBean.class.getName(), 1);
  }

  private static void awaitPaid() {
    await("all payments are taken")
        .atMost(SOON)
        .until(() -> node.http().group("payments").getInt("depth") == 0);
  }

  private static long depthOfShop() {
    return node.http().group("shop").getJsonNumber("depth").longValue();
  }
}
