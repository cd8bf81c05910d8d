package io.hikyaku.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import java.lang.reflect.Proxy;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StoreHealthTest {

  /** What the adapter says; null for a store that cannot be asked. */
  private ClusterStatus cluster;

  private final Store store =
      new Store() {
        @Override
        public QueueManagement management() {
          if (cluster == null) {
            throw new StoreUnavailableException("the adapter has not started");
          }
          return fixed(cluster);
        }
      };

  @BeforeAll
  static void useThePlainResponses() {
    HealthCheckResponse.setResponseProvider(PlainHealthResponse.provider());
  }

  @AfterAll
  static void forgetThem() {
    HealthCheckResponse.setResponseProvider(null);
  }

  @Test
  void aStoreThatCannotBeAskedIsNotReadyAndSaysWhy() {
    HealthCheckResponse response = new StoreReadiness(store).call();

    assertThat(response.getStatus()).isEqualTo(Status.DOWN);
    assertThat(response.getData().orElseThrow())
        .containsEntry("error", "the adapter has not started");
  }

  @Test
  void onlyAnUnavailableClusterIsNotReady() {
    for (ClusterStatus.State state : ClusterStatus.State.values()) {
      cluster = cluster(state, 0);
      assertThat(new StoreReadiness(store).call().getStatus())
          .as("state %s", state)
          .isEqualTo(state == ClusterStatus.State.UNAVAILABLE ? Status.DOWN : Status.UP);
    }
  }

  @Test
  void aNodeHasStartedWhenAllItsSegmentsAreOpenAndStaysSo() {
    StoreStarted started = new StoreStarted(store);
    cluster = cluster(ClusterStatus.State.REBALANCING, 3);
    assertThat(started.call().getStatus()).isEqualTo(Status.DOWN);

    cluster = cluster(ClusterStatus.State.HEALTHY, 0);
    assertThat(started.call().getStatus()).isEqualTo(Status.UP);

    cluster = cluster(ClusterStatus.State.UNAVAILABLE, 64);
    assertThat(started.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aProcessWithoutDeadlockIsAlive() {
    assertThat(new NoDeadlock().call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aNodeThatIsDrainedIsNotReadyThoughTheStoreIs() {
    ClusterStatus drained = cluster(ClusterStatus.State.HEALTHY, 0, NodeStatus.Drain.DRAINING);

    HealthCheckResponse ready =
        StoreHealth.check("ready", () -> fixed(drained), StoreReadiness::isReady);

    assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
  }

  private static ClusterStatus cluster(ClusterStatus.State state, int opening) {
    return cluster(state, opening, NodeStatus.Drain.ACTIVE);
  }

  private static ClusterStatus cluster(
      ClusterStatus.State state, int opening, NodeStatus.Drain drain) {
    NodeStatus self =
        new NodeStatus(
            "node-1",
            "127.0.0.1:7800",
            true,
            true,
            64 - opening,
            opening,
            0,
            1,
            0,
            1,
            2,
            0.1,
            drain,
            List.of());
    return new ClusterStatus("couriers", state, 2, 1, 64, true, List.of(self), List.of());
  }

  /** A management interface that only knows the cluster. */
  private static QueueManagement fixed(ClusterStatus cluster) {
    return (QueueManagement)
        Proxy.newProxyInstance(
            QueueManagement.class.getClassLoader(),
            new Class<?>[] {QueueManagement.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("cluster")) {
                return cluster;
              }
              throw new UnsupportedOperationException(method + " is not asked for");
            });
  }
}
