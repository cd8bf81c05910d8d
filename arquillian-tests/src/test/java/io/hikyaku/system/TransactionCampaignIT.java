package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.system.moving.TokenServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tokens that beans pass on between three groups on two servers, each hop a transaction, while one
 * server or the other is killed. In the end each token has made each of its hops, once. At full
 * size: {@code benchmarks/run transactions}.
 */
@ExtendWith(LogsOnFailure.class)
class TransactionCampaignIT {

  private static final int HOPS = 20;
  private static final int TOKENS = Integer.getInteger("hikyaku.transactions", 600) / HOPS;
  private static final int KILLS = Integer.getInteger("hikyaku.kills", 1);
  private static final long SEED = Long.getLong("hikyaku.seed", System.nanoTime());
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String GROUPS =
      "mail order=spread; first order=spread deliveryLimit=100; second order=keyed"
          + " deliveryLimit=100; third order=spread deliveryLimit=100; done order=spread";

  private final Random random = new Random(SEED);

  @Test
  void everyTokenMakesEveryHopOnceWhileServersAreKilled() {
    NodeSettings a = NodeSettings.alone("transaction-campaign", "a");
    NodeSettings b = NodeSettings.alone("transaction-campaign", "b");
    String hosts = a.hosts() + "," + b.hosts();
    String application = application();
    try (TwoNodes cluster =
        new TwoNodes(node(a, hosts, application), node(b, hosts, application))) {
      cluster.ensureWhole();
      cluster.survivor().http().get("/moving/tokens?count=" + TOKENS + "&hops=" + HOPS);
      for (int kill = 1; kill <= KILLS; kill++) {
        boolean first = random.nextBoolean();
        LibertyNode victim = first ? cluster.survivor() : cluster.other();
        LibertyNode witness = first ? cluster.other() : cluster.survivor();
        long after = (long) TOKENS * HOPS * kill / (KILLS + 1);
        await("hop " + after)
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(() -> hops(tokens(witness)) >= after);
        victim.kill();
        cluster.ensureWhole();
      }
      await("all tokens are done, seed " + SEED)
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(() -> hops(tokens(cluster.survivor())) == (long) TOKENS * HOPS);

      List<String> expected =
          IntStream.range(0, TOKENS).mapToObj(i -> "done " + i + " " + HOPS + " " + HOPS).toList();
      assertThat(tokens(cluster.survivor()))
          .as("seed %d", SEED)
          .containsExactlyInAnyOrderElementsOf(expected);
      System.out.printf(
          "CAMPAIGN transactions=%d kills=%d tokens=%d lost=0 twice=0 seed=%d%n",
          TOKENS * HOPS, KILLS, TOKENS, SEED);
    }
  }

  private static LibertyNode node(NodeSettings settings, String hosts, String application) {
    return new LibertyNode(
        settings.withHosts(hosts).with("hikyaku.groups", GROUPS).withOverrides(application));
  }

  private static String application() {
    try {
      Path war = Files.createDirectories(Built.WORK).resolve("moving.war");
      ShrinkWrap.create(WebArchive.class, "moving.war")
          .addPackage(TokenServlet.class.getPackage())
          .as(ZipExporter.class)
          .exportTo(war.toFile(), true);
      return activation("FirstBean", "first")
          + activation("SecondBean", "second")
          + activation("ThirdBean", "third")
          + "<webApplication id='moving' contextRoot='/moving' location='"
          + war
          + "'><classloader classProviderRef='hikyaku'/></webApplication>";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String activation(String bean, String group) {
    return "<activationSpec id='moving/%s'><properties.hikyaku.QueueListener group='%s' concurrency='4'/></activationSpec>"
        .formatted(bean, group);
  }

  /** Each token: its group, its number, the hops it made and has to make. */
  private static List<String> tokens(LibertyNode node) {
    return node.http().get("/moving/tokens").body().lines().toList();
  }

  private static long hops(List<String> tokens) {
    return tokens.stream().mapToLong(token -> Long.parseLong(token.split(" ", 4)[2])).sum();
  }
}
