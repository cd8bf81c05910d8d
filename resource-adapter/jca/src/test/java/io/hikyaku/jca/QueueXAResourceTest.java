package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import jakarta.resource.ResourceException;
import java.time.Duration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the transaction manager may ask, and the codes it is answered with. */
class QueueXAResourceTest {

  private static final int NONE = XAResource.TMNOFLAGS;
  private static final int SUCCESS = XAResource.TMSUCCESS;

  private final Xid xid = TestTransactions.xid(1, 1);
  private TestAdapter adapter;
  private QueueManagedConnection managed;
  private QueueConnection connection;
  private XAResource xa;

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
    managed = (QueueManagedConnection) adapter.managedFactory().createManagedConnection(null, null);
    connection = (QueueConnection) managed.getConnection(null, null);
    xa = managed.getXAResource();
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private void sendInBranch() throws XAException {
    xa.start(xid, NONE);
    connection.send("out", Message.of("m"));
    xa.end(xid, SUCCESS);
  }

  private interface Call {
    void run() throws XAException;
  }

  private static int codeOf(Call call) {
    XAException failure = catchThrowableOfType(XAException.class, call::run);
    assertThat(failure).as("an XAException").isNotNull();
    assertThat(failure).hasMessageNotContaining("null").message().isNotBlank();
    return failure.errorCode;
  }

  @Test
  void oneForTheLifeOfAConnection() {
    assertThat(managed.getXAResource()).isSameAs(xa);
  }

  @Test
  void onePhase() throws XAException {
    sendInBranch();
    assertThat(adapter.store.depth("out")).isZero();
    xa.commit(xid, true);
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    assertThat(codeOf(() -> xa.commit(xid, true))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void twoPhases() throws XAException {
    sendInBranch();
    assertThat(xa.prepare(xid)).isEqualTo(XAResource.XA_OK);
    assertThat(xa.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).containsExactly(xid);
    xa.commit(xid, false);
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    assertThat(xa.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    assertThat(codeOf(() -> xa.commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
    assertThat(codeOf(() -> xa.rollback(xid))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void anyResourceOfTheAdapterEndsAPreparedBranch() throws XAException {
    adapter.store.put("in", "a");
    xa.start(xid, NONE);
    assertThat(connection.receive("in", Duration.ofSeconds(5))).isPresent();
    xa.end(xid, SUCCESS);
    xa.prepare(xid);
    XAResource recovery = recovery();
    assertThat(recovery.recover(XAResource.TMSTARTRSCAN)).containsExactly(xid);
    recovery.rollback(xid);
    assertThat(connection.receive("in", Duration.ofSeconds(5)).orElseThrow().deliveryCount())
        .isEqualTo(2);
  }

  private XAResource recovery() {
    return adapter.adapter.getXAResources(new QueueActivationSpec[] {new QueueActivationSpec()})[0];
  }

  @Test
  void aScanReturnsAllAtItsStart() throws XAException {
    sendInBranch();
    xa.prepare(xid);
    assertThat(xa.recover(XAResource.TMSTARTRSCAN)).hasSize(1);
    assertThat(xa.recover(NONE)).isEmpty();
    assertThat(xa.recover(XAResource.TMENDRSCAN)).isEmpty();
    assertThat(codeOf(() -> xa.recover(XAResource.TMJOIN))).isEqualTo(XAException.XAER_INVAL);
  }

  @Test
  void whereNothingWasDoneNothingIsKept() throws XAException {
    xa.start(xid, NONE);
    connection.browse("out", 1);
    xa.end(xid, SUCCESS);
    assertThat(xa.prepare(xid)).isEqualTo(XAResource.XA_RDONLY);
    assertThat(xa.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    assertThat(codeOf(() -> xa.commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void rollbackReturnsWhatWasReceivedWithTheCountRaised() throws XAException {
    adapter.store.put("in", "a");
    xa.start(xid, NONE);
    connection.receive("in", Duration.ofSeconds(5));
    connection.send("out", Message.of("m"));
    xa.end(xid, SUCCESS);
    xa.rollback(xid);
    assertThat(adapter.store.depth("out")).isZero();
    assertThat(connection.receive("in", Duration.ofSeconds(5)).orElseThrow().deliveryCount())
        .isEqualTo(2);
  }

  @Test
  void aFailedBranchCanOnlyBeRolledBack() throws XAException {
    xa.start(xid, NONE);
    connection.send("out", Message.of("m"));
    xa.end(xid, XAResource.TMFAIL);
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(codeOf(() -> xa.rollback(xid))).isEqualTo(XAException.XAER_NOTA);
    assertThat(adapter.store.depth("out")).isZero();
  }

  @Test
  void callsOutOfOrderAreRefused() throws XAException {
    assertThat(codeOf(() -> xa.end(xid, SUCCESS))).isEqualTo(XAException.XAER_NOTA);
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XAER_NOTA);
    assertThat(codeOf(() -> xa.start(xid, XAResource.TMJOIN))).isEqualTo(XAException.XAER_NOTA);
    assertThat(codeOf(() -> xa.start(xid, XAResource.TMFAIL))).isEqualTo(XAException.XAER_INVAL);
    xa.start(xid, NONE);
    assertThat(codeOf(() -> xa.start(TestTransactions.xid(2, 1), NONE)))
        .isEqualTo(XAException.XAER_PROTO);
    assertThat(codeOf(() -> xa.end(xid, XAResource.TMJOIN))).isEqualTo(XAException.XAER_INVAL);
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XAER_PROTO);
    assertThat(codeOf(() -> xa.commit(xid, true))).isEqualTo(XAException.XAER_PROTO);
    assertThat(codeOf(() -> xa.commit(xid, false))).isEqualTo(XAException.XAER_PROTO);
    assertThat(codeOf(() -> recovery().start(xid, NONE))).isEqualTo(XAException.XAER_DUPID);
    xa.end(xid, SUCCESS);
    assertThat(codeOf(() -> xa.end(xid, SUCCESS))).isEqualTo(XAException.XAER_PROTO);
    assertThat(codeOf(() -> xa.start(xid, XAResource.TMRESUME))).isEqualTo(XAException.XAER_PROTO);
    assertThat(codeOf(() -> xa.forget(xid))).isEqualTo(XAException.XAER_NOTA);
    xa.rollback(xid);
  }

  @Test
  void suspendAndResume() throws XAException {
    Xid inner = TestTransactions.xid(2, 1);
    xa.start(xid, NONE);
    connection.send("out", Message.of("outer"));
    xa.end(xid, XAResource.TMSUSPEND);
    xa.start(inner, NONE);
    connection.send("out", Message.of("inner"));
    xa.end(inner, SUCCESS);
    xa.rollback(inner);
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XAER_PROTO);
    xa.start(xid, XAResource.TMRESUME);
    xa.end(xid, XAResource.TMSUSPEND);
    xa.end(xid, SUCCESS);
    xa.commit(xid, true);
    assertThat(connection.receive("out", Duration.ZERO).orElseThrow().text()).isEqualTo("outer");
  }

  @Test
  void aSecondConnectionJoinsABranch() throws Exception {
    QueueManagedConnection second =
        (QueueManagedConnection) adapter.managedFactory().createManagedConnection(null, null);
    assertThat(xa.isSameRM(second.getXAResource())).isTrue();
    xa.start(xid, NONE);
    second.getXAResource().start(xid, XAResource.TMJOIN);
    connection.send("out", Message.of("first"));
    ((QueueConnection) second.getConnection(null, null)).send("out", Message.of("second"));
    xa.end(xid, SUCCESS);
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XAER_PROTO);
    second.getXAResource().end(xid, SUCCESS);
    xa.commit(xid, true);
    assertThat(adapter.store.depth("out")).isEqualTo(2);
  }

  @Test
  void anotherAdapterIsAnotherResourceManager() throws Exception {
    try (TestAdapter other = new TestAdapter()) {
      XAResource foreign =
          other.managedFactory().createManagedConnection(null, null).getXAResource();
      assertThat(xa.isSameRM(foreign)).isFalse();
    }
  }

  @Test
  void whatTheStoreRefusesIsRolledBack() throws XAException {
    sendInBranch();
    adapter.store.failNextEnd(new StoreFullException("full"));
    assertThat(codeOf(() -> xa.commit(xid, true))).isEqualTo(XAException.XA_RBROLLBACK);
    sendInBranch();
    adapter.store.failNextEnd(new NoBackupException("alone"));
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(codeOf(() -> xa.rollback(xid))).isEqualTo(XAException.XAER_NOTA);
  }

  @Test
  void anUnknownOutcomeIsSaidToBeUnknown() throws XAException {
    sendInBranch();
    adapter.store.failNextEnd(new OutcomeUnknownException("silence"));
    assertThat(codeOf(() -> xa.commit(xid, true))).isEqualTo(XAException.XAER_RMFAIL);
  }

  @Test
  void aPrepareThatIsNotAnsweredLeavesNothingInDoubt() throws XAException {
    sendInBranch();
    adapter.store.failNextEnd(new OutcomeUnknownException("silence"));
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XA_RBCOMMFAIL);
    assertThat(xa.recover(XAResource.TMSTARTRSCAN)).isEmpty();

    sendInBranch();
    adapter.store.failNextEnd(new OutcomeUnknownException("silence"));
    adapter.store.failNextSecondPhase(new OutcomeUnknownException("still"));
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XAER_RMFAIL);
    xa.rollback(xid);
    assertThat(xa.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    assertThat(adapter.store.depth("out")).isZero();
  }

  @Test
  void aSecondPhaseThatIsNotAnsweredIsAskedForAgain() throws XAException {
    sendInBranch();
    xa.prepare(xid);
    adapter.store.failNextSecondPhase(new StoreUnavailableException("no primary"));
    assertThat(codeOf(() -> xa.commit(xid, false))).isEqualTo(XAException.XAER_RMFAIL);
    xa.commit(xid, false);
    assertThat(adapter.store.depth("out")).isEqualTo(1);
  }

  @Test
  void aBranchOverItsTimeIsRolledBack() throws XAException {
    assertThat(codeOf(() -> xa.setTransactionTimeout(-1))).isEqualTo(XAException.XAER_INVAL);
    assertThat(xa.setTransactionTimeout(1)).isTrue();
    assertThat(xa.getTransactionTimeout()).isEqualTo(1);
    adapter.store.put("in", "a");
    xa.start(xid, NONE);
    connection.receive("in", Duration.ofSeconds(5));
    await().untilAsserted(() -> assertThat(adapter.store.leased()).isZero());
    xa.end(xid, SUCCESS);
    assertThat(codeOf(() -> xa.prepare(xid))).isEqualTo(XAException.XA_RBTIMEOUT);
  }

  @Test
  void aManagerMayRollBackWhatIsStillAtWork() throws XAException {
    adapter.store.put("in", "a");
    xa.start(xid, NONE);
    connection.receive("in", Duration.ofSeconds(5));
    xa.rollback(xid);
    assertThat(adapter.store.leased()).isZero();
    xa.end(xid, SUCCESS);
    xa.start(xid, NONE);
    xa.end(xid, SUCCESS);
    xa.rollback(xid);
  }

  @Test
  void theStopOfTheAdapterRollsBackWhatIsOpen() throws XAException {
    sendInBranch();
    adapter.adapter.stop();
    assertThat(codeOf(() -> xa.commit(xid, true))).isEqualTo(XAException.XAER_NOTA);
    assertThat(codeOf(() -> xa.recover(XAResource.TMSTARTRSCAN)))
        .isEqualTo(XAException.XAER_RMFAIL);
    assertThat(adapter.adapter.getXAResources(new QueueActivationSpec[0])).isNull();
  }
}
