package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that do not fit into one page: they travel and are kept in parts. */
class LargeBodiesTest {

  private static final String GROUP = "documents";
  private static final int LARGE = 25 << 20;
  private static final int PLAIN = 700 << 10;
  private static final Duration LONG = Duration.ofSeconds(40);

  private final List<TestNode> nodes = new ArrayList<>();

  private void start(int count, GroupSettings settings) {
    nodes.addAll(TestNode.cluster(count, count));
    nodes.get(0).store.management().createGroup(GROUP, settings);
    if (count > 1) {
      nodes.forEach(node -> node.awaitState(ClusterStatus.State.HEALTHY, count));
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  private static byte[] body(int size, long seed) {
    byte[] body = new byte[size];
    new Random(seed).nextBytes(body);
    return body;
  }

  private static Message message(int size, long seed) {
    return Message.builder(body(size, seed)).key("key " + seed).header("seed", seed + "").build();
  }

  private static long seed(Lease lease) {
    return Long.parseLong(lease.message().headers().get("seed"));
  }

  private void settleAll(TestNode node, int count, int size) {
    List<Long> seen = new ArrayList<>();
    while (seen.size() < count) {
      List<Lease> leases = node.lease(GROUP, 10);
      assertThat(leases).isNotEmpty();
      for (Lease lease : leases) {
        assertThat(lease.message().body()).isEqualTo(body(size, seed(lease)));
        seen.add(seed(lease));
      }
      node.settle(leases);
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void theLargestBodyComesThroughAndItsRoomIsFreed() {
    start(2, GroupSettings.spread());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);

    one.send(GROUP, message(LARGE, 1));
    assertThat(one.status(GROUP).bytes()).isGreaterThan(LARGE);
    await().until(() -> one.nodeStatus().storedBytes() > LARGE);
    settleAll(two, 1, LARGE); // lent by the node that has it

    await().atMost(LONG).until(() -> one.nodeStatus().storedBytes() == 0);
  }

  @Test
  void aNodeThatDiesLeavesThemWhole() {
    start(2, GroupSettings.keyed());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    int count = 16;
    IntStream.range(0, count).forEach(i -> one.send(GROUP, message(PLAIN, i)));

    one.crash();
    two.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);

    settleAll(two, count, PLAIN);
  }

  @Test
  void aNodeThatComesGetsThemWhole() {
    String name = TestClusters.uniqueName();
    int[] ports = TestClusters.freePorts(2);
    TestNode one = TestNode.start(TestNode.configuration(name, ports, 0));
    nodes.add(one);
    one.store.management().createGroup(GROUP, GroupSettings.keyed());
    int count = 16;
    IntStream.range(0, count).forEach(i -> one.send(GROUP, message(PLAIN, i)));

    TestNode two = TestNode.start(TestNode.configuration(name, ports, 1));
    nodes.add(two);
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
    one.crash();
    two.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);

    settleAll(two, count, PLAIN);
  }

  @Test
  void partsOfASplitClusterBringThemTogetherAndWhatWasConsumedStaysGone() {
    String name = TestClusters.uniqueName();
    int[] ports = TestClusters.freePorts(2);
    for (int i = 0; i < 2; i++) {
      StoreConfiguration configuration = TestNode.configuration(name, ports, i);
      nodes.add(TestNode.start(configuration));
    }
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    one.store.management().createGroup(GROUP, GroupSettings.keyed());
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
    one.send(GROUP, message(PLAIN, 100));
    TestClusters.split(one.cluster, two.cluster);
    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    two.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    settleAll(one, 1, PLAIN);
    IntStream.range(0, 4).forEach(i -> one.send(GROUP, message(PLAIN, i)));
    IntStream.range(4, 8).forEach(i -> two.send(GROUP, message(PLAIN, i)));

    TestClusters.heal(one.cluster, two.cluster);
    one.awaitState(ClusterStatus.State.HEALTHY, 2);
    two.awaitState(ClusterStatus.State.HEALTHY, 2);

    settleAll(one, 8, PLAIN);
    assertThat(two.drain(GROUP, Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void deadLettersAndTransactionsKeepThemWhole() {
    start(2, GroupSettings.keyed().withDeliveryLimit(1));
    TestNode one = nodes.get(0);
    UnitOfWork unit = one.store.begin();
    IntStream.range(0, 4).forEach(i -> unit.send(GROUP, message(PLAIN, i)));
    TestNode.commit(unit);
    for (int i = 0; i < 4; i++) {
      one.store.release(one.lease(GROUP, 1), true, "test");
    }
    String dead = GROUP + GroupSettings.DEAD_LETTER_SUFFIX;
    await().atMost(LONG).until(() -> one.status(dead).depth() == 4);

    assertThat(one.store.management().redrive(GROUP, 10)).isEqualTo(4);

    settleAll(one, 4, PLAIN);
  }

  @Test
  void aNodeIsLentNoMoreAtOnceThanFitsInACall() {
    start(2, GroupSettings.spread());
    TestNode one = nodes.get(0);
    TestNode two = nodes.get(1);
    IntStream.range(0, 30).forEach(i -> one.send(GROUP, message(PLAIN, i)));

    List<Lease> lent = two.lease(GROUP, 30);

    assertThat(lent.size()).isBetween(1, (8 << 20) / PLAIN);
    two.settle(lent);
    settleAll(two, 30 - lent.size(), PLAIN);
  }
}
