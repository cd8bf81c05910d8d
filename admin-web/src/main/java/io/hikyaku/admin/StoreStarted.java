package io.hikyaku.admin;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started when this node has joined and opened every segment it is the primary of; for ever then.
 */
@Startup
@ApplicationScoped
public class StoreStarted implements HealthCheck {

  private final Store store;
  private volatile boolean started;

  /** For the container's proxy. */
  protected StoreStarted() {
    this(null);
  }

  @Inject
  StoreStarted(Store store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    String name = "hikyaku-store-started";
    if (started) {
      return HealthCheckResponse.up(name);
    }
    return StoreHealth.check(
        name,
        store::management,
        cluster -> {
          started = hasStarted(cluster);
          return started;
        });
  }

  private static boolean hasStarted(ClusterStatus cluster) {
    return cluster.state() != ClusterStatus.State.UNAVAILABLE
        && cluster.nodes().stream()
            .filter(NodeStatus::self)
            .allMatch(node -> node.answering() && node.openingSegments() == 0);
  }
}
