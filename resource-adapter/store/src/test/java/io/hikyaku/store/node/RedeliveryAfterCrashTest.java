package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a failed delivery has led to is known to whoever takes a segment over. */
class RedeliveryAfterCrashTest {

  private static final String GROUP = "orders";
  private static final int MESSAGES = 60;
  private static final Duration DELAY = Duration.ofSeconds(10);

  private final TestClock clock = new TestClock();
  private final List<TestNode> nodes = new ArrayList<>();

  @BeforeEach
  void start() {
    String name = TestClusters.uniqueName();
    int[] ports = TestClusters.freePorts(2);
    for (int i = 0; i < 2; i++) {
      nodes.add(TestNode.start(TestNode.configuration(name, ports, i), clock));
    }
    nodes.forEach(node -> node.awaitState(ClusterStatus.State.HEALTHY, 2));
    nodes
        .get(0)
        .store
        .management()
        .createGroup(GROUP, GroupSettings.spread().withRedelivery(DELAY, 1, DELAY));
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void delayAndCountOutliveTheNode() {
    TestNode survivor = nodes.get(0);
    IntStream.range(0, MESSAGES).forEach(i -> nodes.get(i % 2).send(GROUP, "m" + i));
    for (TestNode node : nodes) {
      List<Lease> leases = take(node, MESSAGES / 2);
      node.store.release(leases, true, "it broke");
    }
    survivor.awaitState(ClusterStatus.State.HEALTHY, 2);
    assertThat(survivor.leaseNow(GROUP)).isEmpty();

    nodes.get(1).crash();
    survivor.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);

    assertThat(survivor.leaseNow(GROUP)).isEmpty();
    clock.advance(DELAY);
    List<Lease> again = take(survivor, MESSAGES);
    assertThat(again).allSatisfy(lease -> assertThat(lease.message().deliveryCount()).isEqualTo(2));
    survivor.settle(again);
    assertThat(survivor.leaseNow(GROUP)).isEmpty();
  }

  private static List<Lease> take(TestNode node, int count) {
    List<Lease> leases = new ArrayList<>();
    while (leases.size() < count) {
      List<Lease> more = node.lease(GROUP, count - leases.size());
      assertThat(more).isNotEmpty();
      leases.addAll(more);
    }
    return leases;
  }
}
