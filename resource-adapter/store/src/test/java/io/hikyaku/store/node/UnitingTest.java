package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does while what parts of the cluster have becomes one. */
class UnitingTest {

  private static final String GROUP = "orders";
  private static final Duration QUIET = Duration.ofMillis(300);

  private Uniting cluster;
  private TestNode node;

  @BeforeEach
  void start() {
    node =
        TestNode.start(
            TestNode.configuration(TestClusters.uniqueName(), TestClusters.freePorts(1), 0),
            plain -> {
              cluster = new Uniting(plain);
              return cluster;
            });
    node.store.management().createGroup(GROUP, GroupSettings.spread());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void nothingIsGivenOutUntilAllIsThere() throws Exception {
    node.send(GROUP, "before");
    cluster.uniting(true);
    await().until(this::nothingIsGivenOut);
    node.send(GROUP, "meanwhile");
    CompletableFuture<List<Lease>> waiting = node.store.receive(GROUP, 2);
    assertThat(nothingIsGivenOut()).isTrue();
    assertThat(waiting).isNotDone();

    cluster.uniting(false);
    assertThat(waiting.get(10, TimeUnit.SECONDS))
        .extracting(lease -> lease.message().text())
        .containsExactly("before", "meanwhile");
  }

  private boolean nothingIsGivenOut() {
    List<Lease> leases = node.store.receive(GROUP, 1, QUIET);
    node.store.release(leases, false, null);
    return leases.isEmpty();
  }

  /** Says that parts become one when a test wants it. */
  private static final class Uniting extends ForwardingCluster {

    private volatile ClusterListener listener;

    Uniting(Cluster cluster) {
      super(cluster);
    }

    @Override
    public void start(ClusterListener toBeTold, CallHandler handler) {
      listener = toBeTold;
      super.start(toBeTold, handler);
    }

    void uniting(boolean uniting) {
      Placement now = placement();
      listener.changed(members(), new Placement(now.version(), now.owners(), uniting));
    }
  }
}
