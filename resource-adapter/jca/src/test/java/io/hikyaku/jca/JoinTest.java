package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.jca.TestTransactions.Transaction;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bean does through the factory while it handles a message. */
class JoinTest {

  private TestAdapter adapter;
  private EnlistingManager manager;
  private QueueConnectionFactory factory;

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
    manager = new EnlistingManager(adapter.server.transactions());
    factory = (QueueConnectionFactory) adapter.managedFactory().createConnectionFactory(manager);
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private void deliver(boolean transacted, Consumer<ReceivedMessage> bean)
      throws ResourceException {
    CompletableFuture<Void> finished = new CompletableFuture<>();
    Consumer<ReceivedMessage> told =
        message -> {
          try {
            bean.accept(message);
            finished.complete(null);
          } catch (AssertionError e) {
            finished.completeExceptionally(e);
          }
        };
    adapter.activate(
        transacted
            ? TestEndpoints.transacted(adapter.server, told)
            : TestEndpoints.notTransacted(adapter.server, told),
        "in",
        1);
    adapter.store.put("in", "a");
    assertThat(finished).succeedsWithin(Duration.ofSeconds(10));
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
  }

  @Test
  void aBeanThatOutlastsItsTransactionHasItsMessageReturned() throws ResourceException {
    adapter.server.transactions().timeoutSeconds = 1;
    AtomicInteger deliveries = new AtomicInteger();
    deliver(
        true,
        message -> {
          deliveries.set(message.deliveryCount());
          if (message.deliveryCount() == 1) {
            try (QueueConnection connection = factory.getConnection()) {
              await()
                  .pollInSameThread()
                  .untilAsserted(
                      () ->
                          assertThatThrownBy(() -> connection.send("out", Message.of("too late")))
                              .isInstanceOf(IllegalStateException.class)
                              .hasMessageContaining("the transaction is over"));
            }
          }
        });
    assertThat(deliveries).as("returned, and delivered again").hasValue(2);
    assertThat(adapter.store.depth("out")).isZero();
  }

  @Test
  void sendsCommitWithTheDeliveryInOnePhase() throws ResourceException {
    deliver(
        true,
        message -> {
          try (QueueConnection connection = factory.getConnection()) {
            connection.send("out", Message.of("joined"));
          }
          assertThat(adapter.store.depth("out")).isZero();
        });
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    // no connection of its own: one resource was enlisted, so the end was one phase
    assertThat(manager.allocations()).isZero();
  }

  @Test
  void sendsOfADeliveryThatFailsAreDropped() throws ResourceException {
    AtomicInteger deliveries = new AtomicInteger();
    deliver(
        true,
        message -> {
          try (QueueConnection connection = factory.getConnection()) {
            connection.send("out", Message.of("delivery " + deliveries.incrementAndGet()));
          }
          if (message.deliveryCount() < 3) {
            throw new IllegalStateException("again");
          }
        });
    assertThat(adapter.store.browse("out", 10))
        .extracting(ReceivedMessage::text)
        .containsExactly("delivery 3");
  }

  @Test
  void receivesJoinToo() throws ResourceException {
    adapter.store.put("out", "x");
    deliver(
        true,
        message -> {
          try (QueueConnection connection = factory.getConnection()) {
            boolean there = connection.receive("out", Duration.ofSeconds(5)).isPresent();
            assertThat(there).isTrue();
          }
          if (message.deliveryCount() == 1) {
            throw new IllegalStateException("again");
          }
        });
    assertThat(adapter.store.depth("out")).isZero();
  }

  @Test
  void aMethodWithItsOwnTransactionGetsAnOrdinaryConnection() throws ResourceException {
    deliver(
        true,
        message -> {
          if (message.deliveryCount() == 2) {
            return;
          }
          QueueConnection outer = factory.getConnection();
          outer.send("out", Message.of("dropped with the delivery"));
          Transaction suspended = adapter.server.transactions().suspend();
          adapter.server.transactions().begin();
          outer.send("out", Message.of("by the outer handle"));
          try (QueueConnection inner = factory.getConnection()) {
            inner.send("out", Message.of("by an inner handle"));
          }
          endTransaction();
          adapter.server.transactions().resume(suspended);
          throw new IllegalStateException("roll the delivery back");
        });
    assertThat(adapter.store.browse("out", 10))
        .extracting(ReceivedMessage::text)
        .containsExactlyInAnyOrder("by the outer handle", "by an inner handle");
  }

  private void endTransaction() {
    try {
      adapter.server.transactions().end();
    } catch (XAException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aHandleIsOfNoUseAfterTheDelivery() throws ResourceException {
    AtomicReference<QueueConnection> kept = new AtomicReference<>();
    deliver(true, message -> kept.set(factory.getConnection()));
    assertThatThrownBy(() -> kept.get().send("out", Message.of("m")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("delivery is over");
    assertThatThrownBy(() -> kept.get().browse("out", 1)).isInstanceOf(IllegalStateException.class);
    kept.get().close();
  }

  @Test
  void aHandleThatIsClosedIsOfNoUse() throws ResourceException {
    deliver(
        true,
        message -> {
          QueueConnection connection = factory.getConnection();
          assertThat(connection.browse("out", 1)).isEmpty();
          assertThatThrownBy(connection::localTransaction)
              .isInstanceOf(IllegalStateException.class);
          connection.close();
          assertThatThrownBy(() -> connection.send("out", Message.of("m")))
              .isInstanceOf(IllegalStateException.class);
        });
  }

  @Test
  void anotherThreadGetsAnOrdinaryConnection() throws ResourceException {
    deliver(
        true,
        message -> {
          Thread other =
              new Thread(
                  () -> {
                    try (QueueConnection connection = factory.getConnection()) {
                      connection.send("out", Message.of("at once"));
                    }
                  });
          other.start();
          join(other);
          assertThat(adapter.store.depth("out")).isEqualTo(1);
        });
    assertThat(manager.allocations()).isEqualTo(1);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutATransactionThereIsNothingToJoin() throws ResourceException {
    deliver(
        false,
        message -> {
          try (QueueConnection connection = factory.getConnection()) {
            connection.send("out", Message.of("at once"));
          }
          assertThat(adapter.store.depth("out")).isEqualTo(1);
        });
    assertThat(manager.allocations()).isEqualTo(1);
  }
}
