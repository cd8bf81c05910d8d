package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.store.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Failed deliveries, expiry and dead letters, by a clock that stands still between steps. */
class RedeliveryTest {

  private static final TestClock CLOCK = new TestClock();

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.alone(CLOCK);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void create(String group, GroupSettings settings) {
    node.store.management().createGroup(group, settings);
  }

  private static void fail(String group, int delivery) {
    List<Lease> leases = node.lease(group, 1);
    assertThat(leases.get(0).message().deliveryCount()).isEqualTo(delivery);
    node.store.release(leases, true, "it broke");
  }

  private static void assertDelayed(String group, MessageId id, Duration delay) {
    assertThat(node.leaseNow(group)).isEmpty();
    MessageStatus status = node.store.management().find(id).orElseThrow();
    assertThat(status.state()).isEqualTo(MessageStatus.State.DELAYED);
    assertThat(status.notBefore()).contains(CLOCK.instant().plus(delay));
  }

  @Test
  void pausesGrowUpToTheLongest() {
    create(
        "pauses",
        GroupSettings.spread()
            .withDeliveryLimit(5)
            .withRedelivery(Duration.ofSeconds(10), 3, Duration.ofSeconds(60)));
    MessageId id = node.send("pauses", "m");
    int delivery = 1;
    for (int seconds : new int[] {10, 30, 60, 60}) {
      fail("pauses", delivery++);
      assertDelayed("pauses", id, Duration.ofSeconds(seconds));
      CLOCK.advance(Duration.ofSeconds(seconds));
    }
    fail("pauses", delivery);
    assertThat(node.lease("pauses.dead", 1)).hasSize(1);
    assertThat(node.status("pauses").redeliveredTotal()).isEqualTo(4);
    assertThat(node.status("pauses").deadTotal()).isEqualTo(1);
  }

  @Test
  void aKeyWaitsForItsFailedMessage() {
    create(
        "keys",
        GroupSettings.keyed().withRedelivery(Duration.ofSeconds(10), 1, Duration.ofSeconds(10)));
    for (int i = 0; i < 4; i++) {
      node.send("keys", "a", "a" + i);
    }
    node.send("keys", "b", "b0");
    List<Lease> batch = node.lease("keys", 2);
    assertThat(batch).hasSize(2);
    node.store.release(batch, true, "it broke");

    List<Lease> other = node.lease("keys", 10);
    assertThat(other).extracting(lease -> lease.message().text()).containsExactly("b0");
    node.settle(other);
    assertThat(node.leaseNow("keys")).isEmpty();
    assertThat(node.status("keys").oldestAge()).isLessThan(Duration.ofSeconds(1));
    CLOCK.advance(Duration.ofSeconds(10));

    List<Lease> again = node.lease("keys", 10);
    assertThat(again)
        .extracting(lease -> lease.message().text())
        .containsExactly("a0", "a1", "a2", "a3");
    node.settle(again);
    assertThat(node.status("keys").depth()).isZero();
  }

  @Test
  void whatIsNotConsumedInTimeGoesToTheDeadLetters() {
    create("expiry", GroupSettings.keyed().withExpiry(Duration.ofMinutes(1)));
    Instant sent = CLOCK.instant();
    node.send("expiry", "k", "by the group");
    node.send(
        "expiry",
        Message.builder("by itself")
            .key("k")
            .header("h", "v")
            .expireAt(sent.plusSeconds(5))
            .build());
    node.send(
        "expiry",
        Message.builder("while held back")
            .key("k")
            .deliverAt(sent.plusSeconds(900))
            .expireAt(sent.plusSeconds(5))
            .build());

    CLOCK.advance(Duration.ofSeconds(5));

    await().atMost(TestNode.SOON).until(() -> node.status("expiry.dead").ready() == 2);
    List<Lease> rest = node.lease("expiry", 10);
    assertThat(rest).extracting(lease -> lease.message().text()).containsExactly("by the group");
    CLOCK.advance(Duration.ofMinutes(2));
    node.store.release(rest, false, null);
    assertThat(node.leaseNow("expiry")).as("its time passed while it was worked on").isEmpty();
    await().atMost(TestNode.SOON).until(() -> node.status("expiry.dead").ready() == 3);
    assertThat(node.status("expiry").expiredTotal()).isEqualTo(3);
    assertThat(node.status("expiry").depth()).isZero();

    ReceivedMessage dead =
        node.lease("expiry.dead", 10).stream()
            .map(Lease::message)
            .filter(message -> message.text().equals("by itself"))
            .findFirst()
            .orElseThrow();
    assertThat(dead.message().expireAt()).as("a dead letter does not expire").isEmpty();
    assertThat(dead.headers())
        .containsEntry("h", "v")
        .containsEntry("dead-letter-group", "expiry")
        .containsEntry("dead-letter-reason", "expired")
        .containsEntry("dead-letter-deliveries", "0")
        .containsEntry("dead-letter-node", "n1")
        .containsEntry("dead-letter-enqueued", sent.toString())
        .containsEntry("dead-letter-time", sent.plusSeconds(5).toString());
  }

  @Test
  void withoutDeadLettersTheyAreDiscardedAndCounted() {
    create("off", GroupSettings.spread().withDeliveryLimit(1).withDeadLetters(false));
    node.send("off", "poison");
    fail("off", 1);
    await().atMost(TestNode.SOON).until(() -> node.status("off").depth() == 0);
    assertThat(node.leaseNow("off.dead")).isEmpty();
    assertThat(node.status("off").discardedTotal()).isEqualTo(1);
  }

  @Test
  void deadLettersAreSentAgainAsIfNew() {
    create("again", GroupSettings.keyed().withDeliveryLimit(1));
    for (int i = 0; i < 5; i++) {
      node.send("again", Message.builder("m" + i).key("k" + i).header("h", "v").build());
      fail("again", 1);
    }
    await().atMost(TestNode.SOON).until(() -> node.status("again.dead").ready() == 5);

    assertThat(node.store.management().redrive("again", 3)).isEqualTo(3);
    assertThat(node.store.management().redrive("again", 100)).isEqualTo(2);
    assertThat(node.store.management().redrive("again", 100)).isZero();

    assertThat(node.status("again.dead").depth()).isZero();
    ReceivedMessage first = node.lease("again", 1).get(0).message();
    assertThat(first.deliveryCount()).isEqualTo(1);
    assertThat(first.headers()).containsOnlyKeys("h");
    assertThat(first.key()).isPresent();
    assertThat(node.status("again").depth()).isEqualTo(5);
  }
}
