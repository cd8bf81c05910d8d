package io.hikyaku.admin;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.QueueManagement;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What the checks of the store share. */
final class StoreHealth {

  private StoreHealth() {}

  /** Up if the cluster passes; down, with the reason, if it does not or cannot be asked. */
  static HealthCheckResponse check(
      String name, Supplier<QueueManagement> management, Predicate<ClusterStatus> test) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
    try {
      ClusterStatus cluster = management.get().cluster();
      return response
          .withData("cluster", cluster.clusterName())
          .withData("state", cluster.state().name())
          .withData("nodes", cluster.nodes().size())
          .withData("copies", cluster.copies())
          .withData("copiesNow", cluster.copiesNow())
          .status(test.test(cluster))
          .build();
    } catch (RuntimeException e) {
      // a check that throws would take the whole health answer with it
      return response.withData("error", String.valueOf(e.getMessage())).down().build();
    }
  }
}
