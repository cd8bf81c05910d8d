package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the facade promises, on one node. */
class SingleNodeTest {

  private static TestNode node;

  private String spread;
  private String keyed;

  @BeforeAll
  static void start() {
    node = TestNode.cluster(1, 1).get(0);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void groups(TestInfo info) {
    String method = info.getTestMethod().orElseThrow().getName();
    spread = method + "-spread";
    keyed = method + "-keyed";
    node.store.management().createGroup(spread, GroupSettings.spread().withDeliveryLimit(3));
    node.store.management().createGroup(keyed, GroupSettings.keyed().withDeliveryLimit(3));
  }

  @Test
  void sentIsReceivedWithEverything() {
    Message message = Message.builder("body").key("k").header("a", "1").header("b", "ü").build();

    MessageId id = node.send(spread, message);

    Lease lease = node.lease(spread, 1).get(0);
    ReceivedMessage received = lease.message();
    assertThat(received.id()).isEqualTo(id);
    assertThat(received.group()).isEqualTo(spread);
    assertThat(received.text()).isEqualTo("body");
    assertThat(received.key()).contains("k");
    assertThat(received.headers()).isEqualTo(Map.of("a", "1", "b", "ü"));
    assertThat(received.deliveryCount()).isEqualTo(1);
    assertThat(received.enqueuedAt())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    node.settle(lease);
    assertThat(node.leaseNow(spread)).isEmpty();
  }

  @Test
  void aWaitingConsumerIsServedWhenAMessageComes() {
    CompletableFuture<List<Lease>> waiting = node.store.receive(spread, 10);
    assertThat(waiting).isNotDone();

    node.send(spread, "late");

    assertThat(waiting).succeedsWithin(TestNode.SOON);
    assertThat(TestNode.text(waiting.join())).isEqualTo("late");
    node.settle(waiting.join());
  }

  @Test
  void aCancelledWaitTakesNothing() {
    CompletableFuture<List<Lease>> waiting = node.store.receive(spread, 10);
    assertThat(waiting.cancel(false)).isTrue();

    node.send(spread, "for another");

    assertThat(TestNode.text(node.lease(spread, 1))).isEqualTo("for another");
  }

  @Test
  void failedDeliveriesAreCountedThenDeadLettered() {
    node.send(spread, Message.builder("poison").key("k").header("h", "v").build());

    for (int delivery = 1; delivery <= 3; delivery++) {
      List<Lease> leases = node.lease(spread, 1);
      assertThat(leases.get(0).message().deliveryCount()).isEqualTo(delivery);
      node.store.release(leases, true, "it broke");
    }

    ReceivedMessage dead = node.lease(spread + ".dead", 1).get(0).message();
    assertThat(node.leaseNow(spread)).isEmpty();
    assertThat(dead.text()).isEqualTo("poison");
    assertThat(dead.key()).contains("k");
    assertThat(dead.headers())
        .containsEntry("h", "v")
        .containsEntry("dead-letter-group", spread)
        .containsEntry("dead-letter-reason", "it broke")
        .containsEntry("dead-letter-deliveries", "3");
  }

  @Test
  void whatIsGivenBackUnhandledIsNotCounted() {
    node.send(spread, "one");
    for (int i = 0; i < 10; i++) {
      node.store.release(node.lease(spread, 1), false, null);
    }
    assertThat(node.lease(spread, 1).get(0).message().deliveryCount()).isEqualTo(1);
  }

  @Test
  void aKeyIsHandledOneAfterTheOther() {
    for (int i = 0; i < 3; i++) {
      node.send(keyed, "a", "a" + i);
    }
    node.send(keyed, "b", "b0");

    List<Lease> first = node.lease(keyed, 1);
    List<Lease> other = node.lease(keyed, 1);
    assertThat(TestNode.text(first)).isEqualTo("a0");
    assertThat(TestNode.text(other)).isEqualTo("b0");
    assertThat(node.leaseNow(keyed)).as("key a is worked on, key b has no more").isEmpty();

    node.store.release(first, true, "again");
    List<Lease> again = node.lease(keyed, 10);
    assertThat(again).extracting(lease -> lease.message().text()).containsExactly("a0", "a1", "a2");
    assertThat(again.get(0).message().deliveryCount()).isEqualTo(2);
  }

  @Test
  void aBatchGivenBackKeepsItsOrder() {
    for (int i = 0; i < 5; i++) {
      node.send(keyed, "a", "a" + i);
    }
    node.store.release(node.lease(keyed, 3), false, null);
    assertThat(node.lease(keyed, 10))
        .extracting(lease -> lease.message().text())
        .containsExactly("a0", "a1", "a2", "a3", "a4");
  }

  @Test
  void aDelayedMessageComesWhenItsTimeHasCome() {
    Instant due = Instant.now().plusMillis(400);
    node.send(spread, Message.builder("later").deliverAt(due).build());
    assertThat(status(spread).delayed()).isEqualTo(1);
    assertThat(node.leaseNow(spread)).isEmpty();

    List<Lease> leases = node.lease(spread, 1);

    assertThat(TestNode.text(leases)).isEqualTo("later");
    assertThat(Instant.now()).isAfterOrEqualTo(due);
  }

  @Test
  void aUnitOfWorkIsAllOrNothing() {
    node.send(spread, "in");
    UnitOfWork unit = node.store.begin();
    unit.settle(node.lease(spread, 1));
    for (int i = 0; i < 20; i++) {
      unit.send(keyed, Message.builder("out" + i).key("key" + i).build());
    }
    assertThat(node.leaseNow(keyed)).isEmpty();
    unit.rollback();

    assertThat(node.leaseNow(keyed)).isEmpty();
    List<Lease> back = node.lease(spread, 1);
    assertThat(back.get(0).message().deliveryCount()).isEqualTo(2);

    UnitOfWork second = node.store.begin();
    second.settle(back);
    for (int i = 0; i < 20; i++) {
      second.send(keyed, Message.builder("out" + i).key("key" + i).build());
    }
    TestNode.commit(second);

    assertThat(node.drain(keyed, Duration.ofMillis(200)))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20).mapToObj(i -> "out" + i).toList());
    assertThat(node.leaseNow(spread)).isEmpty();
    assertThatThrownBy(second::rollback).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void browsingDisturbsNothing() {
    node.send(spread, "one");
    node.send(spread, "two");
    assertThat(node.store.browse(spread, 10))
        .extracting(ReceivedMessage::text)
        .containsExactlyInAnyOrder("one", "two");
    assertThat(node.store.browse(spread, 1)).hasSize(1);
    assertThat(node.drain(spread, Duration.ZERO)).hasSize(2);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> node.send("nowhere", "x"))
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("'nowhere'");
    assertThatThrownBy(() -> node.store.receive("nowhere", 1))
        .isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> node.send(keyed, "no key"))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("needs a key");
    assertThatThrownBy(() -> node.send(spread, Message.of(new byte[(32 << 20) + 1])))
        .isInstanceOf(BodyTooLargeException.class)
        .hasMessageContaining("33554433");
    assertThatThrownBy(() -> node.store.management().createGroup("a b", GroupSettings.spread()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> node.store.management().createGroup(spread, GroupSettings.keyed()))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("SPREAD");
  }

  @Test
  void figuresFollow() {
    node.send(spread, "12345678");
    node.send(spread, "x");
    List<Lease> leases = node.lease(spread, 1);
    GroupStatus status = status(spread);
    assertThat(status.ready()).isEqualTo(1);
    assertThat(status.inFlight()).isEqualTo(1);
    assertThat(status.depth()).isEqualTo(2);
    assertThat(status.bytes()).isGreaterThan(9);
    assertThat(status.enqueuedTotal()).isEqualTo(2);

    node.settle(leases);
    node.drain(spread, Duration.ZERO);
    assertThat(status(spread).depth()).isZero();
    assertThat(status(spread).settledTotal()).isEqualTo(2);
    assertThat(status(spread).bytes()).isZero();
    ClusterStatus cluster = node.store.management().cluster();
    assertThat(cluster.state()).isEqualTo(ClusterStatus.State.TOO_FEW_NODES);
    assertThat(cluster.nodes()).singleElement().matches(n -> n.self() && n.answering());
  }

  @Test
  void consumedPagesAreRemoved() {
    Message kilobytes = Message.of(new byte[50_000]);
    for (int i = 0; i < 100; i++) {
      node.send(spread, kilobytes);
    }
    assertThat(stored()).isGreaterThan(5_000_000);

    node.drain(spread, Duration.ZERO);

    await().atMost(TestNode.SOON).until(() -> stored() < 10_000);
  }

  @Test
  void aFewOldMessagesDoNotKeepManyPages() {
    node.send(spread, Message.builder("old").deliverAt(Instant.now().plusSeconds(3600)).build());
    Message kilobytes = Message.of(new byte[10_000]);
    for (int i = 0; i < 2000; i++) {
      node.send(spread, kilobytes);
      node.settle(node.lease(spread, 1));
    }
    // what is kept below the size from which a segment is compacted
    await().atMost(TestNode.SOON).until(() -> stored() < 16 * (256 << 10));
    assertThat(status(spread).delayed()).isEqualTo(1);
  }

  @Test
  void anOldMessageInEachPageDoesNotKeepThePages() {
    Message later =
        Message.builder(new byte[10_000]).deliverAt(Instant.now().plusSeconds(3600)).build();
    Message now = Message.of(new byte[10_000]);
    for (int i = 0; i < 50; i++) {
      UnitOfWork page = node.store.begin();
      page.send(spread, later);
      page.sendAll(spread, Collections.nCopies(19, now));
      TestNode.commit(page);
    }
    assertThat(stored()).isGreaterThan(10_000_000);

    node.drain(spread, Duration.ZERO);

    // half a megabyte is alive, a quarter of what is stored at the least
    await().atMost(TestNode.SOON).until(() -> stored() < 2_500_000);
    assertThat(status(spread).delayed()).isEqualTo(50);
    node.store.management().purge(spread); // the others look at what the node stores, too
  }

  @Test
  void whoWaitsIsToldWhenTheNodeStops() {
    TestNode other = TestNode.cluster(1, 1).get(0);
    other.store.management().createGroup("g", GroupSettings.spread());
    CompletableFuture<List<Lease>> waiting = other.store.receive("g", 1);
    other.close();
    assertThat(waiting)
        .failsWithin(TestNode.SOON)
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailableException.class);
  }

  private static long stored() {
    return node.store.management().cluster().nodes().get(0).storedBytes();
  }

  private static GroupStatus status(String group) {
    return node.store.management().groups().stream()
        .filter(status -> status.name().equals(group))
        .findFirst()
        .orElseThrow();
  }
}
