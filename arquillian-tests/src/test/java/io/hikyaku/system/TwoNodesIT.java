package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes under load, of which one goes: killed, hung, stopped. At full size: {@code mvn verify
 * -pl arquillian-tests -Dit.test=TwoNodesIT -Dhikyaku.mails=20000}; ten kills: {@code
 * benchmarks/run mail-kill}.
 */
@ExtendWith(LogsOnFailure.class)
class TwoNodesIT {

  private static final int MAILS = Integer.getInteger("hikyaku.mails", 4_000);
  private static final int CONNECTIONS = 8;

  /** What one node delivers at a time: concurrency × batch size of variables.xml. */
  private static final int IN_FLIGHT = 8 * 64;

  private static final Duration REPLY = Duration.ofSeconds(30);

  private static LibertyNode survivor;
  private static LibertyNode other;
  private static TwoNodes cluster;

  @BeforeAll
  static void makeNodes() {
    NodeSettings first = NodeSettings.alone("two-nodes", "a");
    NodeSettings second = NodeSettings.alone("two-nodes", "b");
    String hosts = first.hosts() + "," + second.hosts();
    survivor = new LibertyNode(first.withHosts(hosts));
    other = new LibertyNode(second.withHosts(hosts));
    cluster = new TwoNodes(survivor, other);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void bothAreThere() {
    cluster.ensureWhole();
    cluster.forgetMailboxes();
  }

  static IntStream kills() {
    return IntStream.rangeClosed(1, Integer.getInteger("hikyaku.kills", 1));
  }

  @ParameterizedTest
  @MethodSource("kills")
  void aKilledNodeLosesNothingThatWasAccepted(int kill) {
    LibertyNode victim = kill % 2 == 1 ? other : survivor;
    LibertyNode left = victim == other ? survivor : other;
    SmtpLoad load = load();
    cluster.awaitAccepted(load.report(), MAILS / 2);
    long killedAt = System.nanoTime();
    victim.kill();
    cluster.awaitDone(load);

    Outcome outcome = cluster.outcome("kill -9", load.report(), killedAt, List.of(left));
    assertThat(outcome.lost()).as(outcome.text()).isEmpty();
    assertThat(outcome.duplicates()).as(outcome.text()).isLessThanOrEqualTo(IN_FLIGHT);
    assertThat(outcome.longestGap()).as(outcome.text()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aHungNodeHoldsTheOtherUpForLessThanTenSeconds() {
    SmtpLoad load = load();
    cluster.awaitAccepted(load.report(), MAILS / 2);
    long hungAt = System.nanoTime();
    other.hang();
    try {
      cluster.awaitAlone(survivor);
      cluster.awaitAcceptedSince(load.report(), survivor, hungAt);
    } finally {
      other.resume();
    }
    cluster.awaitDone(load);
    cluster.awaitWhole();

    Outcome outcome =
        cluster.outcome("hung process", load.report(), hungAt, List.of(survivor, other));
    assertThat(outcome.lost()).as(outcome.text()).isEmpty();
    assertThat(outcome.duplicates()).as(outcome.text()).isLessThanOrEqualTo(IN_FLIGHT);
    assertThat(outcome.longestGap()).as(outcome.text()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aStoppedNodeLosesNothingAndDuplicatesNothing() {
    SmtpLoad load = load();
    cluster.awaitAccepted(load.report(), MAILS / 2);
    long stoppedAt = System.nanoTime();
    other.stop();
    cluster.awaitDone(load);

    Outcome outcome = cluster.outcome("server stop", load.report(), stoppedAt, List.of(survivor));
    assertThat(outcome.lost()).as(outcome.text()).isEmpty();
    assertThat(outcome.duplicates()).as(outcome.text()).isZero();
    assertThat(load.report().unknown()).as(outcome.text()).isEmpty();
    assertThat(other.log().tail(200)).contains("HIKYAKU0004I");
  }

  @Test
  void aTerminatedNodeLosesNothingAndDuplicatesNothing() {
    SmtpLoad load = load();
    cluster.awaitAccepted(load.report(), MAILS / 2);
    long stoppedAt = System.nanoTime();
    other.terminate();
    cluster.awaitDone(load);

    Outcome outcome = cluster.outcome("SIGTERM", load.report(), stoppedAt, List.of(survivor));
    assertThat(outcome.lost()).as(outcome.text()).isEmpty();
    assertThat(outcome.duplicates()).as(outcome.text()).isZero();
    assertThat(load.report().unknown()).as(outcome.text()).isEmpty();
  }

  private static SmtpLoad load() {
    return new SmtpLoad(MAILS, REPLY).against(survivor, CONNECTIONS).against(other, CONNECTIONS);
  }
}
