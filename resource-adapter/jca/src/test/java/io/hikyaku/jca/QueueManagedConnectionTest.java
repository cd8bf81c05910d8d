package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection management contract, Jakarta Connectors 2.1 §6 and §7. */
class QueueManagedConnectionTest {

  private TestAdapter adapter;
  private QueueManagedConnectionFactory factory;
  private QueueManagedConnection managed;
  private QueueConnection handle;
  private final List<String> events = new ArrayList<>();
  private final List<ConnectionEvent> last = new ArrayList<>();

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
    factory = adapter.managedFactory();
    managed = (QueueManagedConnection) factory.createManagedConnection(null, null);
    managed.addConnectionEventListener(new Recorder());
    handle = (QueueConnection) managed.getConnection(null, null);
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private final class Recorder implements ConnectionEventListener {
    private void add(String name, ConnectionEvent event) {
      events.add(name);
      last.add(event);
      assertThat(event.getSource()).isSameAs(managed);
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      add("closed", event);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
      add("started", event);
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
      add("committed", event);
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
      add("rolled back", event);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      add("error", event);
    }
  }

  @Test
  void aClosedHandleIsNamedInItsEvent() throws ResourceException {
    QueueConnection second = (QueueConnection) managed.getConnection(null, null);
    handle.close();
    handle.close();
    assertThat(events).containsExactly("closed");
    assertThat(last.get(0).getConnectionHandle()).isSameAs(handle);
    second.send("out", Message.of("the other handle goes on"));
  }

  @Test
  void cleanupInvalidatesHandlesAndMayBeRepeated() throws ResourceException {
    handle.localTransaction().begin();
    handle.send("out", Message.of("dropped"));
    managed.cleanup();
    managed.cleanup();
    assertThatThrownBy(() -> handle.send("out", Message.of("m")))
        .isInstanceOf(IllegalStateException.class);
    handle.close();
    assertThat(events).containsExactly("started");
    QueueConnection next = (QueueConnection) managed.getConnection(null, null);
    next.send("out", Message.of("kept"));
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    managed.destroy();
  }

  @Test
  void aHandleMovesToAnotherConnection() throws Exception {
    QueueManagedConnection other =
        (QueueManagedConnection) factory.createManagedConnection(null, null);
    other.associateConnection(handle);
    other.getXAResource().start(TestTransactions.xid(1, 1), XAResource.TMNOFLAGS);
    handle.send("out", Message.of("in the branch of the other"));
    assertThat(adapter.store.depth("out")).isZero();
    managed.cleanup();
    other.getXAResource().end(TestTransactions.xid(1, 1), XAResource.TMSUCCESS);
    other.getXAResource().commit(TestTransactions.xid(1, 1), true);
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    handle.close();
    assertThat(events).isEmpty();
    assertThatThrownBy(() -> managed.associateConnection("no handle"))
        .isInstanceOf(ResourceException.class);
  }

  @Test
  void anApplicationsTransactionIsToldToTheServer() {
    handle.localTransaction().begin();
    handle.send("out", Message.of("m"));
    handle.localTransaction().commit();
    handle.localTransaction().begin();
    handle.localTransaction().rollback();
    adapter.store.failNextEnd(new StoreFullException("full"));
    handle.localTransaction().begin();
    handle.send("out", Message.of("m"));
    assertThatThrownBy(() -> handle.localTransaction().commit())
        .isInstanceOf(StoreFullException.class);
    handle.localTransaction().begin();
    handle.close();
    assertThat(events)
        .containsExactly(
            "started",
            "committed",
            "started",
            "rolled back",
            "started",
            "rolled back",
            "started",
            "rolled back",
            "closed");
    assertThat(last).allMatch(event -> event.getConnectionHandle() == handle);
  }

  @Test
  void theServersTransactionIsNotToldToTheServer() throws ResourceException {
    LocalTransaction transaction = managed.getLocalTransaction();
    transaction.begin();
    handle.send("out", Message.of("m"));
    assertThat(adapter.store.depth("out")).isZero();
    transaction.commit();
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    assertThatThrownBy(transaction::rollback).isInstanceOf(LocalTransactionException.class);
    assertThat(events).isEmpty();
  }

  @Test
  void localAndXaTransactionsExcludeEachOther() throws XAException {
    XAResource xa = managed.getXAResource();
    handle.localTransaction().begin();
    assertThatThrownBy(() -> xa.start(TestTransactions.xid(1, 1), XAResource.TMNOFLAGS))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_OUTSIDE));
    handle.localTransaction().rollback();
    events.clear();
    xa.start(TestTransactions.xid(1, 1), XAResource.TMNOFLAGS);
    assertThatThrownBy(handle::localTransaction).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> managed.getLocalTransaction().begin())
        .isInstanceOf(LocalTransactionException.class);
    assertThat(events).isEmpty();
  }

  @Test
  void onlyAFailureOfTheConnectionIsAnError() {
    assertThatThrownBy(() -> handle.send("out", Message.of(new byte[FakeStore.MAX_BODY + 1])))
        .isInstanceOf(BodyTooLargeException.class);
    assertThatThrownBy(() -> handle.receive("not there", Duration.ZERO))
        .isInstanceOf(QueueException.class);
    assertThat(events).isEmpty();
    adapter.adapter.stop();
    assertThatThrownBy(() -> handle.send("out", Message.of("m")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(events).containsExactly("error");
    assertThat(last.get(0).getException()).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aSendAllThatIsRefusedLeavesItsTransactionAsItWas() {
    List<Message> messages =
        List.of(Message.of("not taken"), Message.of(new byte[FakeStore.MAX_BODY + 1]));
    handle.localTransaction().begin();
    assertThatThrownBy(() -> handle.sendAll("out", messages))
        .isInstanceOf(BodyTooLargeException.class);
    handle.send("out", Message.of("instead"));
    handle.localTransaction().commit();
    assertThat(adapter.store.depth("out")).isEqualTo(1);
  }

  @Test
  void anyConnectionOfTheRunningAdapterMatches() throws ResourceException {
    assertThat(factory.matchManagedConnections(Set.of("x", managed), null, null)).isSameAs(managed);
    assertThat(factory.matchManagedConnections(Set.of(), null, null)).isNull();
    assertThat(managed.getMetaData().getEISProductName()).isEqualTo("Hikyaku");
    assertThat(managed.getMetaData().getMaxConnections()).isZero();
  }

  @Test
  void factoriesAreEqualByTheirAdapter() throws ResourceException {
    assertThat(adapter.managedFactory())
        .isEqualTo(adapter.managedFactory())
        .hasSameHashCodeAs(adapter.managedFactory())
        .isNotEqualTo(new QueueManagedConnectionFactory());
    assertThatThrownBy(() -> factory.setResourceAdapter(new HikyakuResourceAdapter()))
        .isInstanceOf(ResourceException.class);
    assertThatThrownBy(
            () -> new QueueManagedConnectionFactory().createManagedConnection(null, null))
        .isInstanceOf(ResourceException.class);
  }
}
