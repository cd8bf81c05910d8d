package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.WhenSplit;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the parts of a split cluster do, and what is there when they are one again. */
class SplitsTest {

  private static final String GROUP = "orders";
  private static final int KEYS = 64;
  private static final Duration QUIET = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofSeconds(40);

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(3);
  private final List<TestNode> nodes = new ArrayList<>();

  private void start(int count, WhenSplit whenSplit, GroupSettings group) {
    for (int i = 0; i < count; i++) {
      StoreConfiguration configuration =
          TestClusters.builder(name, "n" + i, TestClusters.ownFirst(ports[i], ports))
              .whenSplit(whenSplit)
              .stopTimeout(Duration.ofSeconds(3))
              .build();
      nodes.add(TestNode.start(configuration));
    }
    nodes.get(0).store.management().createGroup(GROUP, group);
    nodes.forEach(node -> awaitMembers(node, count));
  }

  private static void awaitMembers(TestNode node, int count) {
    await()
        .atMost(LONG)
        .until(
            () -> {
              ClusterStatus status = node.store.management().cluster();
              return status.nodes().size() == count
                  && (count == 1 || status.state() != ClusterStatus.State.REBALANCING)
                  && node.nodeStatus().primarySegments() > 0
                  && node.store.management().groups().size() == 2;
            });
  }

  /** Parts a cluster of two. */
  private static void split(TestNode one, TestNode two) {
    TestClusters.split(one.cluster, two.cluster);
    awaitMembers(one, 1);
    awaitMembers(two, 1);
  }

  private static void heal(TestNode one, TestNode two) {
    TestClusters.heal(one.cluster, two.cluster);
    awaitMembers(one, 2);
    awaitMembers(two, 2);
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void whatOnePartConsumedDoesNotComeBackFromTheOther() {
    start(2, WhenSplit.AVAILABLE, GroupSettings.spread());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    IntStream.range(0, 60).forEach(i -> one.send(GROUP, "before " + i));

    split(one, two);
    List<String> consumed = one.drain(GROUP, QUIET);
    assertThat(consumed).hasSize(60);
    await().until(() -> one.nodeStatus().storedBytes() == 0);
    two.send(GROUP, "on the other side");
    heal(one, two);

    List<String> left = one.drain(GROUP, QUIET);
    assertThat(left).containsExactly("on the other side");
  }

  @Test
  void whatOnePartPurgedDoesNotComeBackFromTheOther() {
    start(2, WhenSplit.AVAILABLE, GroupSettings.spread());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    IntStream.range(0, 60).forEach(i -> one.send(GROUP, "before " + i));

    split(one, two);
    one.store.management().purge(GROUP);
    one.send(GROUP, "after the purge");
    heal(one, two);

    List<String> left = two.drain(GROUP, QUIET);
    assertThat(left).containsExactly("after the purge");
    await().until(() -> one.nodeStatus().storedBytes() == 0 && two.nodeStatus().storedBytes() == 0);
  }

  @Test
  void whatOnePartConsumedIsNotGivenOutWhileThePartsBecomeOne() throws Exception {
    start(2, WhenSplit.AVAILABLE, GroupSettings.keyed());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    split(one, two);
    // each key keeps its last message: the pages stay, in all segments, beside those that settle
    List<String> kept = IntStream.range(0, KEYS).mapToObj(key -> key + " last").toList();
    for (int key = 0; key < KEYS; key++) {
      UnitOfWork unit = two.store.begin();
      for (String text : List.of(" first", " second", " last")) {
        unit.send(GROUP, Message.builder(key + text).key("key " + key).build());
      }
      TestNode.commit(unit);
    }
    List<Lease> held = new ArrayList<>();
    while (held.size() < KEYS) {
      List<Lease> leases = two.lease(GROUP, 1);
      if (TestNode.text(leases).endsWith("last")) {
        held.addAll(leases);
      } else {
        two.settle(leases);
      }
    }
    two.store.release(held, false, null);

    AtomicBoolean whole = new AtomicBoolean();
    CompletableFuture<List<String>> consumer =
        CompletableFuture.supplyAsync(
            () -> {
              List<String> seen = new ArrayList<>();
              while (!whole.get()) {
                seen.addAll(one.drain(GROUP, QUIET));
              }
              return seen;
            });
    heal(one, two);
    whole.set(true);
    List<String> seen = new ArrayList<>(consumer.get(LONG.toSeconds(), TimeUnit.SECONDS));
    seen.addAll(one.drain(GROUP, QUIET));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(kept);
  }

  @Test
  void theSmallerPartRefusesAndWaitsIfConsistencyIsAskedFor() throws Exception {
    start(3, WhenSplit.CONSISTENT, GroupSettings.spread());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    TestNode lonely = nodes.get(2);
    lonely.send(GROUP, "before");

    TestClusters.split(one.cluster, lonely.cluster);
    TestClusters.split(two.cluster, lonely.cluster);
    await()
        .atMost(LONG)
        .until(
            () -> lonely.store.management().cluster().state() == ClusterStatus.State.UNAVAILABLE);
    awaitMembers(one, 2);

    assertThatThrownBy(() -> lonely.send(GROUP, "refused"))
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("smaller");
    CompletableFuture<List<Lease>> waiting = lonely.store.receive(GROUP, 1);
    one.send(GROUP, "taken by the larger part");
    List<String> seen = new ArrayList<>(one.drain(GROUP, QUIET));
    assertThat(seen).containsExactlyInAnyOrder("before", "taken by the larger part");
    assertThat(waiting).isNotDone();

    TestClusters.heal(one.cluster, two.cluster, lonely.cluster);
    nodes.forEach(node -> awaitMembers(node, 3));
    one.send(GROUP, "after");
    List<Lease> leases = waiting.get(20, TimeUnit.SECONDS);
    assertThat(leases.get(0).message().text()).isEqualTo("after");
    lonely.settle(leases);
    lonely.send(GROUP, "taken again");
    assertThat(one.drain(GROUP, QUIET)).containsExactly("taken again");
  }
}
