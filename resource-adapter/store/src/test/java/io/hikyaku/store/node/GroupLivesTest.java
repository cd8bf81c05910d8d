package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Groups purged, deleted, made anew, changed and paused, on one node. */
class GroupLivesTest {

  private static TestNode node;

  private String group;

  @BeforeAll
  static void start() {
    node = TestNode.cluster(1, 1).get(0);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void group(TestInfo info) {
    group = info.getTestMethod().orElseThrow().getName();
    node.store.management().createGroup(group, GroupSettings.keyed().withDeliveryLimit(2));
  }

  private void send(int count) {
    UnitOfWork unit = node.store.begin();
    for (int i = 0; i < count; i++) {
      unit.send(group, Message.builder("m" + i).key("k" + i % 100).build());
    }
    TestNode.commit(unit);
  }

  @Test
  void purgedMessagesAreGoneAtOnceAndTheirPagesSoon() {
    long before = node.nodeStatus().storedBytes();
    send(1000);
    List<Lease> working = node.lease(group, 3);

    node.store.management().purge(group);

    assertThat(node.status(group).depth()).isZero();
    assertThat(node.status(group).bytes()).isZero();
    assertThat(node.status(group).enqueuedTotal()).as("totals go on").isEqualTo(1000);
    assertThat(node.leaseNow(group)).isEmpty();
    node.settle(working.subList(0, 1));
    node.store.release(working.subList(1, working.size()), true, "purged meanwhile");
    assertThat(node.leaseNow(group)).isEmpty();
    assertThat(node.leaseNow(group + ".dead")).isEmpty();
    await().atMost(TestNode.SOON).until(() -> node.nodeStatus().storedBytes() <= before + 1000);
  }

  @Test
  void whoWaitsGetsWhatComesAfterAPurge() {
    CompletableFuture<List<Lease>> waiting = node.store.receive(group, 1);
    node.store.management().purge(group);
    node.send(group, "k", "after");
    assertThat(waiting).succeedsWithin(TestNode.SOON);
    assertThat(TestNode.text(waiting.join())).isEqualTo("after");
    node.settle(waiting.join());
  }

  @Test
  void aTransactionPreparedBeforeAPurgeIsNotTouched() {
    node.send(group, "k", "in");
    UnitOfWork unit = node.store.begin();
    unit.settle(node.lease(group, 1));
    unit.send(group, Message.builder("out").key("k").build());
    unit.prepare(new BranchId("purge")).toCompletableFuture().join();

    node.store.management().purge(group);

    assertThat(node.store.branches().commit(new BranchId("purge")).toCompletableFuture().join())
        .isTrue();
    assertThat(node.drain(group, Duration.ofMillis(200))).containsExactly("out");
  }

  @Test
  void aDeletedGroupIsUnknownAndBeginsEmptyWhenMadeAnew() {
    send(10);
    CompletableFuture<List<Lease>> waiting = node.store.receive(group + ".dead", 1);

    node.store.management().deleteGroup(group);

    assertThat(waiting)
        .failsWithin(TestNode.SOON)
        .withThrowableThat()
        .withCauseInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> node.send(group, "k", "x")).isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> node.leaseNow(group)).isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> node.store.management().purge(group))
        .isInstanceOf(UnknownGroupException.class);
    assertThat(node.store.management().groups()).noneMatch(g -> g.name().startsWith(group));

    node.store.management().createGroup(group, GroupSettings.spread());
    assertThat(node.leaseNow(group)).isEmpty();
    node.send(group, "new life");
    assertThat(node.drain(group, Duration.ZERO)).containsExactly("new life");
  }

  @Test
  void aSendUnderWayToADeletedGroupIsRefused() {
    UnitOfWork unit = node.store.begin();
    unit.send(group, Message.builder("late").key("k").build());
    node.store.management().deleteGroup(group);
    assertThatThrownBy(() -> TestNode.commit(unit)).hasCauseInstanceOf(UnknownGroupException.class);
  }

  @Test
  void aPausedGroupTakesMessagesAndGivesOutNone() {
    CompletableFuture<List<Lease>> waiting = node.store.receive(group, 1);
    node.store.management().pause(group);
    node.send(group, "k", "m");
    assertThat(node.status(group).paused()).isTrue();
    assertThat(node.status(group).ready()).isEqualTo(1);
    assertThat(node.leaseNow(group)).isEmpty();
    assertThat(waiting).isNotDone();

    node.store.management().resume(group);

    assertThat(waiting).succeedsWithin(TestNode.SOON);
    node.settle(waiting.join());
    assertThat(node.status(group).paused()).isFalse();
  }

  @Test
  void settingsChangeWhileInUse() {
    node.send(group, "k", "poison");
    node.store.management().updateGroup(group, GroupSettings.keyed().withDeliveryLimit(1));
    assertThat(node.store.management().settings(group).deliveryLimit()).isEqualTo(1);
    node.store.release(node.lease(group, 1), true, "broken");
    assertThat(node.lease(group + ".dead", 1)).hasSize(1);

    assertThatThrownBy(() -> node.store.management().updateGroup(group, GroupSettings.spread()))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("KEYED")
        .hasMessageContaining("SPREAD");
    assertThatThrownBy(
            () -> node.store.management().updateGroup(group + ".dead", GroupSettings.spread()))
        .isInstanceOf(QueueException.class);
    assertThatThrownBy(() -> node.store.management().deleteGroup(group + ".dead"))
        .isInstanceOf(QueueException.class);
  }
}
