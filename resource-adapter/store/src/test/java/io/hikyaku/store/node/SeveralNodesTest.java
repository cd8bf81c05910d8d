package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that come, go and crash, in one JVM. */
class SeveralNodesTest {

  private static final String GROUP = "orders";
  private static final String KEYED = "sensors";

  private String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(4);
  private final List<TestNode> nodes = new ArrayList<>();

  private TestNode join() {
    TestNode node = TestNode.start(TestNode.configuration(name, ports, nodes.size()));
    nodes.add(node);
    node.store.management().createGroup(GROUP, GroupSettings.spread());
    node.store.management().createGroup(KEYED, GroupSettings.keyed());
    return node;
  }

  private static void awaitState(TestNode node, ClusterStatus.State state, int members) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              ClusterStatus status = node.store.management().cluster();
              return status.state() == state
                  && status.nodes().size() == members
                  && status.nodes().stream().mapToInt(n -> n.primarySegments()).sum()
                      == status.segments();
            });
  }

  private static GroupStatus status(TestNode node, String group) {
    return node.store.management().groups().stream()
        .filter(status -> status.name().equals(group))
        .findFirst()
        .orElseThrow();
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void aCrashLosesNothingAcknowledgedAndKeepsTheOrderOfKeys() {
    TestNode one = join();
    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    for (int i = 0; i < 200; i++) {
      two.send(GROUP, "s" + i);
      two.send(KEYED, "key" + i % 10, "key" + i % 10 + "-" + String.format("%03d", i));
    }

    two.crash();
    awaitState(one, ClusterStatus.State.TOO_FEW_NODES, 1);

    assertThat(one.drain(GROUP, Duration.ofMillis(500)))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 200).mapToObj(i -> "s" + i).toList());
    List<String> keyed = one.drain(KEYED, Duration.ofMillis(500));
    assertThat(keyed).hasSize(200);
    for (int key = 0; key < 10; key++) {
      String prefix = "key" + key + "-";
      assertThat(keyed.stream().filter(text -> text.startsWith(prefix))).isSorted();
    }
  }

  @Test
  void consumedStaysConsumedAfterACrash() {
    TestNode one = join();
    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    for (int i = 0; i < 200; i++) {
      two.send(GROUP, "m" + i);
    }
    List<Lease> taken = two.lease(GROUP, 120);
    List<String> consumed = taken.stream().map(lease -> lease.message().text()).toList();
    two.settle(taken);

    two.crash();
    awaitState(one, ClusterStatus.State.TOO_FEW_NODES, 1);

    List<String> rest = one.drain(GROUP, Duration.ofMillis(500));
    assertThat(rest).hasSize(200 - consumed.size()).doesNotContainAnyElementsOf(consumed);
  }

  @Test
  void aJoinUnderWorkDeliversNothingTwice() {
    TestNode one = join();
    for (int i = 0; i < 500; i++) {
      one.send(GROUP, "m" + i);
    }
    List<Lease> working = one.lease(GROUP, 250);

    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);

    List<String> rest = new ArrayList<>(one.drain(GROUP, Duration.ofMillis(300)));
    rest.addAll(two.drain(GROUP, Duration.ofMillis(300)));
    List<String> first = working.stream().map(lease -> lease.message().text()).toList();
    assertThat(rest).hasSize(500 - first.size()).doesNotContainAnyElementsOf(first);

    one.settle(working);
    await().atMost(TestNode.SOON).until(() -> status(one, GROUP).depth() == 0);
  }

  @Test
  void leasesOfSegmentsThatMovedCanBeGivenBack() {
    TestNode one = join();
    for (int i = 0; i < 200; i++) {
      one.send(KEYED, "key" + i, "m" + i);
    }
    List<Lease> working = new ArrayList<>();
    for (List<Lease> l = one.leaseNow(KEYED); !l.isEmpty(); l = one.leaseNow(KEYED)) {
      working.addAll(l);
    }
    assertThat(working).hasSize(200);
    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    assertThat(two.leaseNow(KEYED)).isEmpty();

    one.store.release(working, true, "test");

    List<Lease> atTwo = two.lease(KEYED, 1);
    assertThat(atTwo).isNotEmpty();
    assertThat(atTwo.get(0).message().deliveryCount()).isEqualTo(2);
    two.settle(atTwo);
    await().atMost(TestNode.SOON).until(() -> status(one, KEYED).ready() == 199);
  }

  @Test
  void aGracefulLeaveHandsOver() {
    TestNode one = join();
    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    for (int i = 0; i < 300; i++) {
      two.send(GROUP, "m" + i);
    }
    two.close();
    awaitState(one, ClusterStatus.State.TOO_FEW_NODES, 1);
    assertThat(one.drain(GROUP, Duration.ofMillis(300))).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  void fourNodesUnderLoadWhileOneCrashesAndOneJoins() throws Exception {
    TestNode one = join();
    join();
    TestNode three = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 3);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    Set<String> consumed = ConcurrentHashMap.newKeySet();
    AtomicInteger deliveries = new AtomicInteger();
    AtomicBoolean sending = new AtomicBoolean(true);
    AtomicBoolean receiving = new AtomicBoolean(true);
    List<TestNode> survivors = List.of(one, nodes.get(1));
    ExecutorService threads = Executors.newCachedThreadPool();
    for (TestNode node : survivors) {
      for (int t = 0; t < 4; t++) {
        String prefix = nodes.indexOf(node) + "-" + t + "-";
        threads.execute(
            () -> {
              for (int i = 0; sending.get(); i++) {
                try {
                  if (i % 2 == 0) {
                    node.send(GROUP, prefix + i);
                  } else {
                    node.send(KEYED, prefix, prefix + i);
                  }
                  acknowledged.add(prefix + i);
                } catch (QueueException | java.util.concurrent.CompletionException e) {
                  // told that it was not stored, or that it is not known: not acknowledged
                }
              }
            });
      }
    }
    await().until(() -> acknowledged.size() > 300);
    three.crash();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    int before = acknowledged.size();
    TestNode four = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 3);
    await().until(() -> acknowledged.size() > before + 300);
    sending.set(false);
    for (TestNode node : List.of(one, nodes.get(1), four)) {
      for (String group : List.of(GROUP, KEYED)) {
        threads.execute(
            () -> {
              while (receiving.get()) {
                List<Lease> leases = node.store.receive(group, 50, Duration.ofMillis(200));
                leases.forEach(lease -> consumed.add(lease.message().text()));
                deliveries.addAndGet(leases.size());
                node.settle(leases);
              }
            });
      }
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(one, GROUP).depth() + status(one, KEYED).depth() == 0);
    receiving.set(false);
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(consumed).containsAll(acknowledged);
    assertThat(deliveries.get()).as("nothing twice").isEqualTo(consumed.size());
  }

  @Test
  void aSplitThatHealsKeepsTheUnion() {
    TestNode one = join();
    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    one.send(KEYED, "before", "before");

    TestClusters.split(one.cluster, two.cluster);
    awaitState(one, ClusterStatus.State.TOO_FEW_NODES, 1);
    awaitState(two, ClusterStatus.State.TOO_FEW_NODES, 1);
    for (int i = 0; i < 50; i++) {
      one.send(GROUP, "one-" + i);
      two.send(GROUP, "two-" + i);
    }
    TestClusters.heal(one.cluster, two.cluster);
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    awaitState(two, ClusterStatus.State.HEALTHY, 2);

    Set<String> all = ConcurrentHashMap.newKeySet();
    for (TestNode node : nodes) {
      all.addAll(node.drain(GROUP, Duration.ofMillis(500)));
      all.addAll(node.drain(KEYED, Duration.ofMillis(500)));
    }
    assertThat(all).hasSize(101);
    assertThat(status(one, GROUP).depth()).isZero();
  }

  @Test
  void aPreparedBranchOutlivesItsNode() {
    TestNode one = join();
    TestNode two = join();
    awaitState(one, ClusterStatus.State.HEALTHY, 2);
    two.send(GROUP, "in");
    UnitOfWork unit = two.store.begin();
    unit.settle(two.lease(GROUP, 1));
    for (int i = 0; i < 10; i++) {
      unit.send(KEYED, Message.builder("out" + i).key("k" + i).build());
    }
    BranchId branch = new BranchId("b1");
    unit.prepare(branch).toCompletableFuture().join();
    assertThat(two.store.branches().inDoubt()).containsExactly(branch);
    assertThat(one.store.branches().inDoubt()).isEmpty();

    two.crash();
    awaitState(one, ClusterStatus.State.TOO_FEW_NODES, 1);

    assertThat(one.store.branches().inDoubt()).containsExactly(branch);
    assertThat(one.leaseNow(GROUP)).as("held by the branch").isEmpty();
    assertThat(one.leaseNow(KEYED)).as("not committed").isEmpty();
    assertThat(one.store.branches().commit(branch).toCompletableFuture().join()).isTrue();
    assertThat(one.store.branches().commit(branch).toCompletableFuture().join()).isFalse();
    assertThat(one.drain(KEYED, Duration.ofMillis(300))).hasSize(10);
    assertThat(one.leaseNow(GROUP)).isEmpty();
    assertThat(one.store.branches().inDoubt()).isEmpty();
  }

  @Test
  void aPreparedBranchRolledBackReturnsItsMessages() {
    TestNode one = join();
    one.send(GROUP, "in");
    UnitOfWork unit = one.store.begin();
    unit.settle(one.lease(GROUP, 1));
    unit.send(GROUP, Message.of("out"));
    unit.prepare(new BranchId("b2")).toCompletableFuture().join();

    assertThat(one.store.branches().rollback(new BranchId("b2")).toCompletableFuture().join())
        .isTrue();

    List<Lease> back = one.lease(GROUP, 10);
    assertThat(back).singleElement().matches(lease -> lease.message().text().equals("in"));
    assertThat(back.get(0).message().deliveryCount()).isEqualTo(2);
  }
}
