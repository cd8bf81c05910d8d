package io.hikyaku.store.node;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.infinispan.InfinispanCluster;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A node with short ways to do what tests do all the time. */
final class TestNode implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(10);

  final InfinispanCluster cluster;
  final QueueStore store;

  private TestNode(
      StoreConfiguration configuration, Clock clock, UnaryOperator<Cluster> disturbed) {
    cluster = InfinispanCluster.join(configuration);
    store = StoreNode.start(configuration, disturbed.apply(cluster), clock);
  }

  static TestNode start(StoreConfiguration configuration) {
    return start(configuration, Clock.systemUTC());
  }

  static TestNode start(StoreConfiguration configuration, Clock clock) {
    return new TestNode(configuration, clock, cluster -> cluster);
  }

  /** A node that sees its cluster as something in between shows it. */
  static TestNode start(StoreConfiguration configuration, UnaryOperator<Cluster> disturbed) {
    return new TestNode(configuration, Clock.systemUTC(), disturbed);
  }

  /** A node by itself that goes by a clock. */
  static TestNode alone(Clock clock) {
    return start(configuration(TestClusters.uniqueName(), TestClusters.freePorts(1), 0), clock);
  }

  /** Nodes of one new cluster, named n1, n2, …, all of them members of it. */
  static List<TestNode> cluster(int count, int maxNodes) {
    String name = TestClusters.uniqueName();
    int[] ports = TestClusters.freePorts(maxNodes);
    List<TestNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(start(configuration(name, ports, i)));
    }
    return nodes;
  }

  static StoreConfiguration configuration(String cluster, int[] ports, int number) {
    return TestClusters.builder(
            cluster, "n" + (number + 1), TestClusters.ownFirst(ports[number], ports))
        .stopTimeout(Duration.ofSeconds(5))
        .build();
  }

  MessageId send(String group, String text) {
    return send(group, Message.of(text));
  }

  MessageId send(String group, String key, String text) {
    return send(group, Message.builder(text).key(key).build());
  }

  MessageId send(String group, Message message) {
    UnitOfWork unit = store.begin();
    MessageId id = unit.send(group, message);
    commit(unit);
    return id;
  }

  static void commit(UnitOfWork unit) {
    unit.commit().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  List<Lease> lease(String group, int max) {
    return store.receive(group, max, SOON);
  }

  /** Leases one message without waiting; empty if there is none. */
  List<Lease> leaseNow(String group) {
    return store.receive(group, 1, Duration.ZERO);
  }

  void settle(List<Lease> leases) {
    UnitOfWork unit = store.begin();
    unit.settle(leases);
    commit(unit);
  }

  void settle(Lease... leases) {
    settle(Arrays.asList(leases));
  }

  /** Takes and settles up to so many messages, until none comes for the given time. */
  List<String> drain(String group, Duration quiet) {
    List<String> texts = new ArrayList<>();
    while (true) {
      List<Lease> leases = store.receive(group, 100, quiet);
      if (leases.isEmpty()) {
        return texts;
      }
      leases.forEach(lease -> texts.add(lease.message().text()));
      settle(leases);
    }
  }

  GroupStatus status(String group) {
    return store.management().groups().stream()
        .filter(status -> status.name().equals(group))
        .findFirst()
        .orElseThrow();
  }

  NodeStatus nodeStatus() {
    return store.management().cluster().nodes().stream()
        .filter(NodeStatus::self)
        .findFirst()
        .orElseThrow();
  }

  void awaitState(ClusterStatus.State state, int members) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              ClusterStatus status = store.management().cluster();
              return status.state() == state
                  && status.nodes().size() == members
                  && status.nodes().stream().mapToInt(NodeStatus::primarySegments).sum()
                      == status.segments();
            });
  }

  static String text(List<Lease> leases) {
    return leases.get(0).message().text();
  }

  void crash() {
    TestClusters.crash(cluster);
  }

  @Override
  public void close() {
    store.close();
  }
}
