package io.hikyaku.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What an application may rely on, outside any Jakarta transaction. Every implementation of the API
 * runs it; each test makes groups of its own, so that one store can serve all tests.
 */
public abstract class QueueConnectionContract {

  /** Long enough for any store that works, so that only a failing test waits for it. */
  protected static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Long enough to notice what should not come. */
  private static final Duration SHORT = Duration.ofMillis(150);

  private static final AtomicInteger GROUPS = new AtomicInteger();

  private final ExecutorService others = Executors.newCachedThreadPool();

  /** The factory under test; its store is ready. */
  protected abstract QueueConnectionFactory factory();

  /** The largest body that the store under test takes. */
  protected abstract int maxBodyBytes();

  @AfterEach
  void endOthers() {
    others.shutdownNow();
  }

  private String group(GroupSettings settings) {
    String name = "contract-" + getClass().getSimpleName() + "-" + GROUPS.incrementAndGet();
    factory().management().createGroup(name, settings);
    return name;
  }

  private QueueConnection connection() {
    return factory().getConnection();
  }

  private void send(String group, String... texts) {
    try (QueueConnection connection = connection()) {
      for (String text : texts) {
        connection.send(group, Message.of(text));
      }
    }
  }

  private String receive(String group) {
    try (QueueConnection connection = connection()) {
      return connection.receive(group, PATIENCE).map(ReceivedMessage::text).orElse("none came");
    }
  }

  private Optional<ReceivedMessage> receiveNow(String group) {
    try (QueueConnection connection = connection()) {
      return connection.receive(group, SHORT);
    }
  }

  @Test
  void aMessageArrivesAsItWasSent() {
    String group = group(GroupSettings.spread());
    Instant before = Instant.now();
    try (QueueConnection connection = connection()) {
      MessageId id =
          connection.send(
              group, Message.builder("body").key("k").header("a", "1").header("b", "ü").build());
      ReceivedMessage received = connection.receive(group, PATIENCE).orElseThrow();
      assertThat(received.id()).isEqualTo(id);
      assertThat(received.group()).isEqualTo(group);
      assertThat(received.text()).isEqualTo("body");
      assertThat(received.key()).contains("k");
      assertThat(received.headers()).containsExactly(entry("a", "1"), entry("b", "ü"));
      assertThat(received.deliveryCount()).isEqualTo(1);
      assertThat(received.enqueuedAt())
          .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    }
  }

  private static java.util.Map.Entry<String, String> entry(String name, String value) {
    return java.util.Map.entry(name, value);
  }

  @Test
  void anEmptyBodyArrivesToo() {
    String group = group(GroupSettings.spread());
    send(group, "");
    assertThat(receive(group)).isEmpty();
  }

  @Test
  void whatWasReceivedOutsideATransactionIsGone() {
    String group = group(GroupSettings.spread());
    send(group, "once");
    assertThat(receive(group)).isEqualTo("once");
    assertThat(receiveNow(group)).isEmpty();
  }

  @Test
  void receiveReturnsEmptyWhenNothingComesInTime() {
    String group = group(GroupSettings.spread());
    try (QueueConnection connection = connection()) {
      assertThat(connection.receive(group, Duration.ZERO)).isEmpty();
      long start = System.nanoTime();
      assertThat(connection.receive(group, SHORT)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(SHORT.minusMillis(20));
    }
  }

  @Test
  void receiveWaitsForAMessage() {
    String group = group(GroupSettings.spread());
    CompletableFuture<String> received =
        CompletableFuture.supplyAsync(() -> receive(group), others);
    assertThat(received).isNotDone();
    send(group, "late");
    assertThat(received).succeedsWithin(PATIENCE).isEqualTo("late");
  }

  @Test
  void aBatchIsWhatIsThereUpToTheMaximum() {
    String group = group(GroupSettings.keyed());
    try (QueueConnection connection = connection()) {
      List<MessageId> ids =
          connection.sendAll(group, List.of(keyed("k", 1), keyed("k", 2), keyed("k", 3)));
      assertThat(ids).doesNotHaveDuplicates().hasSize(3);
      List<ReceivedMessage> first = connection.receiveBatch(group, 2, PATIENCE);
      assertThat(first).extracting(ReceivedMessage::id).isEqualTo(ids.subList(0, 2));
      List<ReceivedMessage> rest = connection.receiveBatch(group, 2, PATIENCE);
      assertThat(rest).extracting(ReceivedMessage::id).isEqualTo(ids.subList(2, 3));
      assertThat(connection.receiveBatch(group, 2, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aBatchOfAKeyedGroupHasOneKey() {
    String group = group(GroupSettings.keyed());
    try (QueueConnection connection = connection()) {
      connection.sendAll(group, List.of(keyed("a", 1), keyed("b", 1), keyed("a", 2)));
      for (int i = 0; i < 2; i++) {
        List<ReceivedMessage> batch = connection.receiveBatch(group, 10, PATIENCE);
        assertThat(batch).extracting(m -> m.key().orElseThrow()).containsOnly(first(batch));
      }
      assertThat(connection.receiveBatch(group, 10, Duration.ZERO)).isEmpty();
    }
  }

  private static String first(List<ReceivedMessage> batch) {
    return batch.get(0).key().orElseThrow();
  }

  private static Message keyed(String key, int number) {
    return Message.builder(key + number).key(key).build();
  }

  @Test
  void messagesOfOneKeyStayInOrderOverManySends() {
    String group = group(GroupSettings.keyed());
    try (QueueConnection connection = connection()) {
      for (int i = 0; i < 50; i++) {
        connection.send(group, keyed("k", i));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(connection.receive(group, PATIENCE).orElseThrow().text()).isEqualTo("k" + i);
      }
    }
  }

  @Test
  void aKeyHasOneConsumerAtATime() {
    String group = group(GroupSettings.keyed());
    try (QueueConnection first = connection();
        QueueConnection second = connection()) {
      first.sendAll(group, List.of(keyed("a", 1), keyed("a", 2), keyed("b", 1)));
      first.localTransaction().begin();
      String mine = first.receive(group, PATIENCE).orElseThrow().key().orElseThrow();
      String other = second.receive(group, PATIENCE).orElseThrow().key().orElseThrow();
      assertThat(other).isNotEqualTo(mine);
      if (mine.equals("a")) {
        assertThat(second.receive(group, SHORT)).isEmpty();
      }
      first.localTransaction().commit();
    }
  }

  @Test
  void aKeyedGroupWantsAKey() {
    String group = group(GroupSettings.keyed());
    try (QueueConnection connection = connection()) {
      assertThatThrownBy(() -> connection.send(group, Message.of("no key")))
          .isInstanceOf(QueueException.class);
    }
  }

  @Test
  void browsingDisturbsNothing() {
    String group = group(GroupSettings.keyed());
    try (QueueConnection connection = connection()) {
      connection.sendAll(group, List.of(keyed("k", 1), keyed("k", 2), keyed("k", 3)));
      assertThat(connection.browse(group, 2))
          .extracting(ReceivedMessage::text)
          .containsExactly("k1", "k2");
      ReceivedMessage received = connection.receive(group, PATIENCE).orElseThrow();
      assertThat(received.text()).isEqualTo("k1");
      assertThat(received.deliveryCount()).isEqualTo(1);
      assertThat(connection.browse(group, 10)).hasSize(2);
    }
  }

  @Test
  void aTransactionIsSeenWhenItCommits() {
    String orders = group(GroupSettings.spread());
    String audit = group(GroupSettings.keyed());
    try (QueueConnection connection = connection()) {
      connection.localTransaction().begin();
      connection.send(orders, Message.of("order"));
      connection.send(audit, keyed("k", 1));
      assertThat(receiveNow(orders)).isEmpty();
      assertThat(receiveNow(audit)).isEmpty();
      connection.localTransaction().commit();
    }
    assertThat(receive(orders)).isEqualTo("order");
    assertThat(receive(audit)).isEqualTo("k1");
  }

  @Test
  void aRollbackDropsWhatWasSentAndReturnsWhatWasReceivedWithTheCountRaised() {
    String in = group(GroupSettings.keyed());
    String out = group(GroupSettings.spread());
    try (QueueConnection connection = connection()) {
      connection.sendAll(in, List.of(keyed("k", 1), keyed("k", 2)));
      for (int delivery = 1; delivery <= 3; delivery++) {
        connection.localTransaction().begin();
        ReceivedMessage received = connection.receive(in, PATIENCE).orElseThrow();
        assertThat(received.text()).isEqualTo("k1");
        assertThat(received.deliveryCount()).isEqualTo(delivery);
        connection.send(out, Message.of("never seen"));
        connection.localTransaction().rollback();
      }
      assertThat(connection.receiveBatch(in, 10, PATIENCE))
          .extracting(ReceivedMessage::text)
          .containsExactly("k1", "k2");
    }
    assertThat(receiveNow(out)).isEmpty();
  }

  @Test
  void whatIsReceivedInATransactionIsGivenToNoOneElse() {
    String group = group(GroupSettings.spread());
    send(group, "mine");
    try (QueueConnection connection = connection()) {
      connection.localTransaction().begin();
      assertThat(connection.receive(group, PATIENCE)).isPresent();
      assertThat(receiveNow(group)).isEmpty();
      connection.localTransaction().commit();
    }
    assertThat(receiveNow(group)).isEmpty();
  }

  @Test
  void closingRollsAnOpenTransactionBack() {
    String group = group(GroupSettings.spread());
    send(group, "returned");
    try (QueueConnection connection = connection()) {
      connection.localTransaction().begin();
      assertThat(connection.receive(group, PATIENCE)).isPresent();
    }
    assertThat(receive(group)).isEqualTo("returned");
  }

  @Test
  void aTransactionIsBegunOnceAndEndedOnce() {
    try (QueueConnection connection = connection()) {
      LocalTransaction transaction = connection.localTransaction();
      assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
      transaction.begin();
      assertThatThrownBy(transaction::begin).isInstanceOf(IllegalStateException.class);
      transaction.commit();
      assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aMessageThatKeepsFailingGoesToTheDeadLetters() {
    String group = group(GroupSettings.spread().withDeliveryLimit(2));
    try (QueueConnection connection = connection()) {
      connection.send(group, Message.builder("poison").header("kept", "yes").build());
      for (int delivery = 1; delivery <= 2; delivery++) {
        connection.localTransaction().begin();
        assertThat(connection.receive(group, PATIENCE).orElseThrow().deliveryCount())
            .isEqualTo(delivery);
        connection.localTransaction().rollback();
      }
      ReceivedMessage dead =
          connection.receive(group + GroupSettings.DEAD_LETTER_SUFFIX, PATIENCE).orElseThrow();
      assertThat(dead.text()).isEqualTo("poison");
      assertThat(dead.headers()).containsEntry("kept", "yes");
      assertThat(connection.receive(group, SHORT)).isEmpty();
    }
  }

  @Test
  void aDelayedMessageComesAtItsTimeAndHoldsUpNoOther() {
    String group = group(GroupSettings.spread());
    Duration delay = Duration.ofMillis(700);
    Instant due = Instant.now().plus(delay);
    try (QueueConnection connection = connection()) {
      connection.send(group, Message.builder("later").deliverAt(due).build());
      connection.send(group, Message.of("now"));
      assertThat(connection.receive(group, PATIENCE).orElseThrow().text()).isEqualTo("now");
      assertThat(connection.receive(group, Duration.ZERO)).isEmpty();
      assertThat(connection.receive(group, PATIENCE).orElseThrow().text()).isEqualTo("later");
      assertThat(Instant.now()).isAfterOrEqualTo(due.minusMillis(1));
    }
  }

  @Test
  void twoDelayedMessagesComeInTheOrderOfTheirTimes() {
    String group = group(GroupSettings.spread());
    Instant now = Instant.now();
    try (QueueConnection connection = connection()) {
      connection.send(group, Message.builder("second").deliverAt(now.plusMillis(600)).build());
      connection.send(group, Message.builder("first").deliverAt(now.plusMillis(300)).build());
      assertThat(connection.receive(group, PATIENCE).orElseThrow().text()).isEqualTo("first");
      assertThat(connection.receive(group, PATIENCE).orElseThrow().text()).isEqualTo("second");
    }
  }

  @Test
  void anUnknownGroupIsReported() {
    String group = "contract-not-there";
    try (QueueConnection connection = connection()) {
      assertThatThrownBy(() -> connection.send(group, Message.of("m")))
          .isInstanceOf(UnknownGroupException.class)
          .hasMessageContaining(group);
      assertThatThrownBy(() -> connection.receive(group, Duration.ZERO))
          .isInstanceOf(UnknownGroupException.class)
          .hasMessageContaining(group);
      assertThatThrownBy(() -> connection.browse(group, 1))
          .isInstanceOf(UnknownGroupException.class)
          .hasMessageContaining(group);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndOneOfTheLimitIsTaken() {
    String group = group(GroupSettings.spread());
    try (QueueConnection connection = connection()) {
      Message tooLarge = Message.of(new byte[maxBodyBytes() + 1]);
      assertThatThrownBy(() -> connection.send(group, tooLarge))
          .isInstanceOf(BodyTooLargeException.class);
      assertThatThrownBy(() -> connection.sendAll(group, List.of(Message.of("m"), tooLarge)))
          .isInstanceOf(BodyTooLargeException.class);
      assertThat(connection.receive(group, SHORT)).isEmpty();
      connection.send(group, Message.of(new byte[maxBodyBytes()]));
      assertThat(connection.receive(group, PATIENCE).orElseThrow().body()).hasSize(maxBodyBytes());
    }
  }

  @Test
  void aClosedConnectionIsOfNoUseAndMayBeClosedAgain() {
    String group = group(GroupSettings.spread());
    QueueConnection connection = connection();
    connection.close();
    connection.close();
    assertThatThrownBy(() -> connection.send(group, Message.of("m")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.receive(group, Duration.ZERO))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.browse(group, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::localTransaction).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aGroupIsMadeOnceWithItsSettings() {
    String group = group(GroupSettings.spread());
    factory().management().createGroup(group, GroupSettings.spread());
    assertThat(factory().management().settings(group)).isEqualTo(GroupSettings.spread());
    assertThat(factory().management().groups()).extracting(GroupStatus::name).contains(group);
    assertThatThrownBy(() -> factory().management().createGroup(group, GroupSettings.keyed()))
        .isInstanceOf(QueueException.class);
    assertThatThrownBy(() -> factory().management().settings("contract-not-there"))
        .isInstanceOf(UnknownGroupException.class);
  }
}
