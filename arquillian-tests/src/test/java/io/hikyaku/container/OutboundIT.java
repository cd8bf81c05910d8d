package io.hikyaku.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.LocalTransaction;
import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupStatus;
import jakarta.annotation.Resource;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sending and receiving through the injected factory, in the server's transactions. */
@ExtendWith(ArquillianExtension.class)
class OutboundIT {

  private static final String GROUP = "outbound";
  private static final Duration WAIT = Duration.ofSeconds(10);

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  /** Another factory of the same adapter: another branch of a transaction. */
  @Resource(lookup = "hikyaku/OtherFactory")
  private QueueConnectionFactory otherFactory;

  @Resource(lookup = "java:comp/UserTransaction")
  private UserTransaction transaction;

  @Deployment
  static WebArchive archive() {
    return ContainerArchive.create();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
      transaction.rollback();
    }
    Optional<ReceivedMessage> left;
    do {
      left = receive(Duration.ZERO);
    } while (left.isPresent());
  }

  @Test
  void theFactoryIsInjectedAndManagesTheClusterToo() {
    assertThat(factory.management().cluster().clusterName()).isEqualTo("container-tests");
    assertThat(factory.management().groups()).extracting(GroupStatus::name).contains(GROUP);
  }

  @Test
  void outsideATransactionEachOperationCommitsByItself() {
    send(factory, "by itself");

    assertThat(receive(WAIT).map(ReceivedMessage::text)).contains("by itself");
    assertThat(receive(Duration.ZERO)).isEmpty();
  }

  @Test
  void whatIsSentIsThereWhenTheTransactionCommitsAndNotBefore() throws Exception {
    transaction.begin();
    send(factory, "first");
    send(factory, "second");
    Optional<ReceivedMessage> before = elsewhere();
    transaction.commit();

    assertThat(before).isEmpty();
    try (QueueConnection connection = factory.getConnection()) {
      assertThat(receiveAll(connection, 2)).containsExactlyInAnyOrder("first", "second");
    }
  }

  @Test
  void whatWasSentIsGoneAfterARollback() throws Exception {
    transaction.begin();
    send(factory, "never");
    transaction.rollback();

    assertThat(receive(Duration.ZERO)).isEmpty();
  }

  @Test
  void whatWasReceivedReturnsAfterARollbackWithItsCountRaised() throws Exception {
    send(factory, "again");
    transaction.begin();
    ReceivedMessage first = receive(WAIT).orElseThrow();
    Optional<ReceivedMessage> meanwhile = elsewhere();
    transaction.rollback();
    ReceivedMessage second = receive(WAIT).orElseThrow();

    assertThat(meanwhile).isEmpty();
    assertThat(first.deliveryCount()).isEqualTo(1);
    assertThat(second.deliveryCount()).isEqualTo(2);
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void aLocalTransactionIsOfOneConnection() {
    try (QueueConnection connection = factory.getConnection()) {
      LocalTransaction local = connection.localTransaction();
      local.begin();
      connection.send(GROUP, Message.of("dropped"));
      local.rollback();
      local.begin();
      connection.send(GROUP, Message.of("kept"));
      local.commit();
    }

    assertThat(receive(WAIT).map(ReceivedMessage::text)).contains("kept");
    assertThat(receive(Duration.ZERO)).isEmpty();
  }

  @Test
  void aLocalTransactionIsRefusedInsideAGlobalOne() throws Exception {
    transaction.begin();
    try (QueueConnection connection = factory.getConnection()) {
      assertThatThrownBy(() -> connection.localTransaction().begin())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void twoBranchesCommitInTwoPhases() throws Exception {
    transaction.begin();
    send(factory, "one");
    send(otherFactory, "two");
    Optional<ReceivedMessage> before = elsewhere();
    transaction.commit();

    assertThat(before).isEmpty();
    try (QueueConnection connection = factory.getConnection()) {
      assertThat(receiveAll(connection, 2)).containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void twoBranchesRollBackTogether() throws Exception {
    send(factory, "stays");
    transaction.begin();
    ReceivedMessage received = receive(WAIT).orElseThrow();
    send(otherFactory, "never");
    transaction.rollback();

    assertThat(receive(WAIT).map(ReceivedMessage::id)).contains(received.id());
    assertThat(receive(Duration.ZERO)).isEmpty();
  }

  @Test
  void anUnknownGroupIsNamedAndTheTransactionCanGoOn() throws Exception {
    transaction.begin();
    try (QueueConnection connection = factory.getConnection()) {
      assertThatThrownBy(() -> connection.send("nonsense", Message.of("x")))
          .isInstanceOf(UnknownGroupException.class)
          .hasMessageContaining("nonsense");
      connection.send(GROUP, Message.of("after"));
    }
    transaction.commit();

    assertThat(receive(WAIT).map(ReceivedMessage::text)).contains("after");
  }

  private static void send(QueueConnectionFactory through, String text) {
    try (QueueConnection connection = through.getConnection()) {
      connection.send(GROUP, Message.of(text));
    }
  }

  /** In the transaction of this thread, if there is one. */
  private Optional<ReceivedMessage> receive(Duration wait) {
    try (QueueConnection connection = factory.getConnection()) {
      return connection.receive(GROUP, wait);
    }
  }

  /** What somebody else sees: a thread without a transaction. */
  private Optional<ReceivedMessage> elsewhere() {
    return CompletableFuture.supplyAsync(() -> receive(Duration.ZERO)).join();
  }

  private static List<String> receiveAll(QueueConnection connection, int count) {
    return Stream.generate(() -> connection.receive(GROUP, WAIT))
        .limit(count)
        .flatMap(Optional::stream)
        .map(ReceivedMessage::text)
        .toList();
  }
}
