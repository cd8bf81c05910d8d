package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.management.ClusterStatus.State;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups that are full: sends are refused or wait, over all nodes, and all goes on with room. */
class GroupLimitsTest {

  private static List<TestNode> nodes;
  private static TestNode one;
  private static TestNode two;

  @BeforeAll
  static void start() {
    nodes = TestNode.cluster(2, 2);
    one = nodes.get(0);
    two = nodes.get(1);
    one.awaitState(State.HEALTHY, 2);
  }

  @AfterAll
  static void stop() {
    nodes.forEach(TestNode::close);
  }

  private static CompletableFuture<Void> sendLater(String group, String key, String text) {
    UnitOfWork unit = one.store.begin();
    unit.send(group, Message.builder(text).key(key).build());
    return unit.commit().toCompletableFuture();
  }

  @Test
  void aFullGroupRefusesNamingWhatItHolds() {
    one.store.management().createGroup("messages", GroupSettings.spread().withLimits(5, 0));
    for (int i = 0; i < 5; i++) {
      one.send("messages", "m");
    }
    assertThatThrownBy(() -> one.send("messages", "m"))
        .hasCauseInstanceOf(StoreFullException.class)
        .hasMessageContaining("'messages' may hold 5 messages and holds 5");
    await()
        .atMost(TestNode.SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> two.send("messages", "m"))
                    .as("the other node hears of it within a second")
                    .hasCauseInstanceOf(StoreFullException.class));

    // what consumes and sends passes
    UnitOfWork move = one.store.begin();
    move.settle(one.lease("messages", 1));
    move.sendAll("messages", List.of(Message.of("a"), Message.of("b")));
    TestNode.commit(move);
    assertThat(one.status("messages").depth()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void bytesAreLimitedToo() {
    one.store.management().createGroup("bytes", GroupSettings.spread().withLimits(0, 10_000));
    one.send("bytes", Message.of(new byte[8_000]));
    assertThatThrownBy(() -> one.send("bytes", Message.of(new byte[8_000])))
        .hasCauseInstanceOf(StoreFullException.class)
        .hasMessageContaining("10000 bytes");
  }

  @Test
  void aBurstOfOneNodeDoesNotOvershoot() {
    one.store.management().createGroup("burst", GroupSettings.spread().withLimits(10, 0));
    List<CompletableFuture<Void>> sends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sends.add(sendLater("burst", "k", "m"));
    }
    await().atMost(TestNode.SOON).until(() -> sends.stream().allMatch(CompletableFuture::isDone));
    assertThat(sends).filteredOn(send -> !send.isCompletedExceptionally()).hasSize(10);
    assertThat(one.status("burst").depth()).isEqualTo(10);
  }

  @Test
  void sendsWaitInTheirTurnUntilThereIsRoom() {
    one.store
        .management()
        .createGroup(
            "turn", GroupSettings.keyed().withLimits(3, 0).waitingWhenFull(Duration.ofSeconds(30)));
    for (int i = 0; i < 3; i++) {
      one.send("turn", "k", "0" + i);
    }
    List<CompletableFuture<Void>> sends = new ArrayList<>();
    for (int i = 3; i < 20; i++) {
      sends.add(sendLater("turn", "k", String.format("%02d", i)));
    }
    await().atMost(TestNode.SOON).until(() -> ((StoreNode) one.store).fullWaits().size() == 17);

    List<String> received = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              nodes.forEach(node -> received.addAll(node.drain("turn", Duration.ZERO)));
              return received.size() == 20;
            });
    assertThat(received).isSorted();
    assertThat(sends).allMatch(send -> send.isDone() && !send.isCompletedExceptionally());
  }

  @Test
  void aWaitThatIsOverIsARefusal() {
    one.store
        .management()
        .createGroup(
            "over",
            GroupSettings.spread().withLimits(1, 0).waitingWhenFull(Duration.ofMillis(200)));
    one.send("over", "m");
    assertThatThrownBy(() -> one.send("over", "m"))
        .hasCauseInstanceOf(StoreFullException.class)
        .hasMessageContaining("'over'");
  }

  @Test
  void sendsWaitForTheMemoryOfANodeToo() {
    StoreConfiguration small =
        TestClusters.builder(TestClusters.uniqueName(), "n1", TestClusters.freePorts(1))
            .memoryLimitBytes(1 << 20)
            .fullWait(Duration.ofSeconds(30))
            .build();
    try (TestNode node = TestNode.start(small)) {
      node.store.management().createGroup("g", GroupSettings.spread());
      List<CompletableFuture<Void>> sends = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        UnitOfWork unit = node.store.begin();
        unit.send("g", Message.of(new byte[100_000]));
        CompletableFuture<Void> sent = unit.commit().toCompletableFuture();
        sends.add(sent);
        await().atMost(TestNode.SOON).until(() -> sent.isDone() || node.status("g").depth() >= 10);
      }
      assertThat(sends.get(19)).isNotDone();
      List<String> received = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                received.addAll(node.drain("g", Duration.ZERO));
                return received.size() == 20;
              });
      assertThat(sends).allMatch(send -> !send.isCompletedExceptionally());
    }
  }
}
