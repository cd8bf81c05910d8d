package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.BranchStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.QueueManagement;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two phases, and the resource that recovery gets, on the real store. */
class XaOnStoreTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static RealAdapter real;
  private static ManagedConnection managed;

  @BeforeAll
  static void start() throws ResourceException {
    real = new RealAdapter().start();
    QueueManagedConnectionFactory factory = new QueueManagedConnectionFactory();
    factory.setResourceAdapter(real.adapter);
    managed = factory.createManagedConnection(null, null);
  }

  @AfterAll
  static void stop() {
    real.close();
  }

  private static XAResource recovery() {
    return real.adapter.getXAResources(new QueueActivationSpec[] {new QueueActivationSpec()})[0];
  }

  /** Takes a message, sends another to a second group, and prepares. */
  private static QueueConnection prepare(Xid xid, String in, String out) throws Exception {
    QueueConnection connection = (QueueConnection) managed.getConnection(null, null);
    real.factory().management().createGroup(in, GroupSettings.keyed());
    real.factory().management().createGroup(out, GroupSettings.spread());
    connection.send(in, Message.builder("taken").key("k").build());
    XAResource xa = managed.getXAResource();
    xa.start(xid, XAResource.TMNOFLAGS);
    assertThat(connection.receive(in, PATIENCE)).isPresent();
    connection.send(out, Message.of("sent"));
    xa.end(xid, XAResource.TMSUCCESS);
    assertThat(xa.prepare(xid)).isEqualTo(XAResource.XA_OK);
    assertThat(connection.receive(in, Duration.ofMillis(100))).isEmpty();
    assertThat(connection.receive(out, Duration.ofMillis(100))).isEmpty();
    return connection;
  }

  @Test
  void recoveryCommitsWhatWasPrepared() throws Exception {
    Xid xid = TestTransactions.xid(1, 1);
    try (QueueConnection connection = prepare(xid, "commit-in", "commit-out")) {
      assertThat(recovery().recover(XAResource.TMSTARTRSCAN)).contains(xid);
      recovery().commit(xid, false);
      assertThat(connection.receive("commit-out", PATIENCE).map(ReceivedMessage::text))
          .contains("sent");
      assertThat(connection.receive("commit-in", Duration.ofMillis(100))).isEmpty();
    }
    assertGone(xid);
  }

  @Test
  void recoveryRollsBackWhatWasPrepared() throws Exception {
    Xid xid = TestTransactions.xid(2, 1);
    try (QueueConnection connection = prepare(xid, "rollback-in", "rollback-out")) {
      recovery().rollback(xid);
      ReceivedMessage returned = connection.receive("rollback-in", PATIENCE).orElseThrow();
      assertThat(returned.text()).isEqualTo("taken");
      assertThat(returned.deliveryCount()).isEqualTo(2);
      assertThat(connection.receive("rollback-out", Duration.ofMillis(100))).isEmpty();
    }
    assertGone(xid);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAdministratorsDecisionIsKeptUntilTheTransactionManagerForgetsIt(boolean commit)
      throws Exception {
    Xid xid = TestTransactions.xid(commit ? 3 : 4, 1);
    String in = "resolved-in-" + commit;
    String out = "resolved-out-" + commit;
    QueueManagement management = real.factory().management();
    try (QueueConnection connection = prepare(xid, in, out)) {
      BranchStatus branch = management.preparedBranches().get(0);
      assertThat(branch.state()).isEqualTo(BranchStatus.State.PREPARED);
      assertThat(branch.node()).isEqualTo("n1");
      assertThat(branch.sends()).isEqualTo(1);
      assertThat(branch.settles()).isEqualTo(1);

      assertThat(management.resolveBranch(branch.branch(), commit)).isTrue();

      assertThat(connection.receive(commit ? out : in, PATIENCE)).isPresent();
      assertThat(connection.receive(commit ? in : out, Duration.ofMillis(100))).isEmpty();
    }
    assertThat(management.preparedBranches())
        .extracting(BranchStatus::state)
        .containsExactly(
            commit ? BranchStatus.State.HEURISTIC_COMMIT : BranchStatus.State.HEURISTIC_ROLLBACK);
    assertThat(recovery().recover(XAResource.TMSTARTRSCAN)).contains(xid);
    assertThatThrownBy(() -> recovery().commit(xid, false))
        .isInstanceOfSatisfying(
            XAException.class,
            e ->
                assertThat(e.errorCode)
                    .isEqualTo(commit ? XAException.XA_HEURCOM : XAException.XA_HEURRB));
    recovery().forget(xid);
    assertThat(management.preparedBranches()).isEmpty();
    assertThat(management.resolveBranch("no such branch", commit)).isFalse();
    assertGone(xid);
  }

  private static void assertGone(Xid xid) throws XAException {
    assertThat(recovery().recover(XAResource.TMSTARTRSCAN)).doesNotContain(xid);
    try {
      recovery().rollback(xid);
      throw new AssertionError("the branch is still known");
    } catch (XAException e) {
      assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA);
    }
  }
}
