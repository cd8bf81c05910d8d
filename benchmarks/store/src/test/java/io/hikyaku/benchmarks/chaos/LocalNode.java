package io.hikyaku.benchmarks.chaos;

import io.hikyaku.store.QueueStore;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.infinispan.InfinispanCluster;
import io.hikyaku.store.infinispan.TestClusters;
import io.hikyaku.store.node.StoreNode;
import java.time.Clock;
import java.time.Duration;

/** A node with its traffic in this JVM. */
final class LocalNode {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  final InfinispanCluster cluster;
  final QueueStore store;
  final MemoryRecorder recorder = new MemoryRecorder();
  final int process;
  private final Traffic traffic;

  LocalNode(StoreConfiguration configuration, int process) {
    this.process = process;
    cluster = InfinispanCluster.join(configuration);
    store = StoreNode.start(configuration, cluster, Clock.systemUTC());
    traffic = new Traffic(store, recorder, process);
    traffic.start();
    traffic.sending(true);
  }

  void crash() {
    recorder.dying();
    TestClusters.crash(cluster);
    recorder.dead();
    traffic.abandon();
  }

  /**
   * Leaves under load.
   *
   * @return how many callers got no answer
   */
  int leave() throws InterruptedException {
    store.close();
    return traffic.stop(ANSWER_WITHIN);
  }

  void stopSending() {
    traffic.sending(false);
  }

  boolean isQuiet() {
    return traffic.busy() == 0 && ChaosNode.depth(store) == 0;
  }
}
