package io.hikyaku.mapreduce;

import static org.awaitility.Awaitility.await;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.infinispan.InfinispanCluster;
import io.hikyaku.store.infinispan.TestClusters;
import io.hikyaku.store.node.StoreNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes of one cluster in this JVM, each with an engine and two workers. */
final class Nodes implements AutoCloseable {

  static final class Node {
    final InfinispanCluster cluster;
    final QueueStore store;
    final JobEngine engine;
    final StepWorkers workers;

    Node(StoreConfiguration configuration, TaskFactory tasks, Clock clock) {
      cluster = InfinispanCluster.join(configuration);
      store = StoreNode.start(configuration, cluster, clock);
      engine = JobEngine.start(store, configuration.operationTimeout(), clock);
      workers = StepWorkers.start(store, engine, tasks, 2);
    }

    void crash() {
      TestClusters.crash(cluster);
    }

    void close() {
      workers.close();
      engine.close();
      store.close();
    }
  }

  private final List<Node> nodes = new ArrayList<>();

  private Nodes() {}

  static Nodes start(int count) {
    return start(count, TaskFactory.of(Nodes.class.getClassLoader()), 128 << 20);
  }

  static Nodes start(int count, TaskFactory tasks, long tupleBytes) {
    return start(count, tasks, tupleBytes, Clock.systemUTC());
  }

  static Nodes start(int count, Clock clock) {
    return start(count, TaskFactory.of(Nodes.class.getClassLoader()), 128 << 20, clock);
  }

  private static Nodes start(int count, TaskFactory tasks, long tupleBytes, Clock clock) {
    Nodes nodes = new Nodes();
    String name = TestClusters.uniqueName();
    int[] ports = TestClusters.freePorts(count);
    for (int i = 0; i < count; i++) {
      nodes.nodes.add(
          new Node(
              TestClusters.builder(name, "n" + (i + 1), TestClusters.ownFirst(ports[i], ports))
                  .stopTimeout(Duration.ofSeconds(5))
                  .tupleMemoryBytes(tupleBytes)
                  .build(),
              tasks,
              clock));
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              ClusterStatus status = nodes.get(0).store.management().cluster();
              return status.nodes().size() == count
                  && (count == 1 || status.state() == ClusterStatus.State.HEALTHY);
            });
    return nodes;
  }

  Node get(int number) {
    return nodes.get(number);
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
