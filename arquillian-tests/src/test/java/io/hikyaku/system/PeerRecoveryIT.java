package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two servers that share the directory of their transaction logs, as docs/operations.md says. One
 * is killed with transactions in doubt and is not started again: the other finishes them.
 */
@ExtendWith(LogsOnFailure.class)
class PeerRecoveryIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Path SHARED = Built.WORK.resolve("peer-recovery/shared");

  /** With a shorter lease than anybody needs outside of a test. */
  private static final String PEERS =
      """
      <transaction recoveryGroup='shop' recoveryIdentity='${hikyaku.node.name}'
          leaseLength='5s' leaseCheckInterval='2s'/>
      """;

  @Test
  void aPeerFinishesWhatALostServerHasBegun() throws IOException {
    NodeDirectory.delete(SHARED);
    NodeSettings a = NodeSettings.alone("peer-recovery", "a");
    NodeSettings b = NodeSettings.alone("peer-recovery", "b");
    String hosts = a.hosts() + "," + b.hosts();
    try (TwoNodes cluster = new TwoNodes(node(a, hosts), node(b, hosts))) {
      cluster.ensureWhole();
      RecoveryApplication survivor = new RecoveryApplication(cluster.survivor());
      RecoveryApplication lost = new RecoveryApplication(cluster.other());
      survivor.pause(); // one process at a time has the database open
      lost.makeTable();
      lost.place("undecided", "database", "after-prepare");
      lost.place("decided", "database", "before-commit");
      lost.receive("received-undecided", "store", "after-prepare");
      lost.receive("received-decided", "store", "before-commit");
      await("all are held")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(lost.held()).isEqualTo("held=4 doubt=2"));

      cluster.other().kill();

      // the bean's message that was not decided about waits, until the bean may go on
      awaitOutcome(survivor, "undecided", "rows=0 sent=0 waiting=1 doubt=0");
      awaitOutcome(survivor, "decided", "rows=1 sent=1 waiting=1 doubt=0");
      awaitOutcome(survivor, "received-decided", "rows=1 sent=1 waiting=1 doubt=0");
      survivor.resume();
      awaitOutcome(survivor, "received-undecided", "rows=1 sent=1 waiting=0 doubt=0");
    }
  }

  private static LibertyNode node(NodeSettings settings, String hosts) {
    return new LibertyNode(
        settings
            .withHosts(hosts)
            .with("hikyaku.groups", RecoveryApplication.GROUPS)
            .with("hikyaku.transaction.directory", SHARED.resolve(settings.name()).toString())
            .withOverrides(RecoveryApplication.deployed(SHARED.resolve("orders").toString()))
            .withOverrides(PEERS));
  }

  private static void awaitOutcome(RecoveryApplication application, String id, String expected) {
    await("recovery of " + id)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(application.look(id)).isEqualTo(expected));
  }
}
