package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus.State;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Purges, deletions and pauses hold on all nodes, and after one of them crashed. */
class GroupLivesOnSeveralNodesTest {

  private static final String GROUP = "orders";

  private List<TestNode> nodes;
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    nodes = TestNode.cluster(2, 2);
    one = nodes.get(0);
    two = nodes.get(1);
    one.awaitState(State.HEALTHY, 2);
    one.store.management().createGroup(GROUP, GroupSettings.keyed());
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  private static void send(TestNode node, String prefix, int count) {
    UnitOfWork unit = node.store.begin();
    for (int i = 0; i < count; i++) {
      unit.send(GROUP, Message.builder(prefix + i).key("k" + i).build());
    }
    TestNode.commit(unit);
  }

  private int drainAll() {
    return nodes.stream().mapToInt(n -> n.drain(GROUP, Duration.ofMillis(200)).size()).sum();
  }

  @Test
  void purgedMessagesDoNotComeBackAfterACrash() {
    send(one, "old", 200);
    two.store.management().purge(GROUP);
    assertThat(one.leaseNow(GROUP)).isEmpty();
    assertThat(two.leaseNow(GROUP)).isEmpty();
    send(one, "new", 50);

    two.crash();
    one.awaitState(State.TOO_FEW_NODES, 1);

    assertThat(one.drain(GROUP, Duration.ofMillis(300)))
        .hasSize(50)
        .allMatch(text -> text.startsWith("new"));
    await().atMost(TestNode.SOON).until(() -> one.nodeStatus().storedBytes() < 3000);
  }

  @Test
  void purgesUnderLoadLoseNothingSentLater() throws Exception {
    AtomicBoolean sending = new AtomicBoolean(true);
    AtomicInteger sent = new AtomicInteger();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              while (sending.get()) {
                send(two, "load", 5);
                sent.incrementAndGet();
              }
            });
    for (int i = 1; i <= 5; i++) {
      int before = sent.get();
      await().atMost(TestNode.SOON).until(() -> sent.get() > before + 3);
      one.store.management().purge(GROUP);
    }
    sending.set(false);
    load.get();
    one.store.management().purge(GROUP);
    send(two, "after", 100);

    assertThat(drainAll()).isEqualTo(100);
    assertThat(one.status(GROUP).depth()).isZero();
  }

  @Test
  void aGroupIsDeletedAndMadeAnewEverywhere() {
    send(one, "old", 100);
    two.store.management().deleteGroup(GROUP);
    assertThatThrownBy(() -> one.send(GROUP, "k", "x")).isInstanceOf(UnknownGroupException.class);
    one.store.management().createGroup(GROUP, GroupSettings.spread());
    two.send(GROUP, "new");
    assertThat(drainAll()).isEqualTo(1);
  }

  @Test
  void aPauseHoldsOnAllNodes() {
    one.store.management().pause(GROUP);
    send(one, "m", 100);
    assertThat(one.leaseNow(GROUP)).isEmpty();
    assertThat(two.leaseNow(GROUP)).isEmpty();
    assertThat(two.status(GROUP).paused()).isTrue();

    two.store.management().resume(GROUP);

    assertThat(drainAll()).isEqualTo(100);
  }
}
