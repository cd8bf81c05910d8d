package io.hikyaku.admin;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the store takes and gives messages, and this node is not drained. Too few nodes for
 * all copies is ready: whether sends are refused then is a setting, and taking the last node out of
 * service would help nobody.
 */
@Readiness
@ApplicationScoped
public class StoreReadiness implements HealthCheck {

  private final Store store;

  /** For the container's proxy. */
  protected StoreReadiness() {
    this(null);
  }

  @Inject
  StoreReadiness(Store store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    return StoreHealth.check("hikyaku-store-ready", store::management, StoreReadiness::isReady);
  }

  static boolean isReady(ClusterStatus cluster) {
    return cluster.state() != ClusterStatus.State.UNAVAILABLE
        && cluster.nodes().stream()
            .filter(NodeStatus::self)
            .allMatch(node -> node.drain() == NodeStatus.Drain.ACTIVE);
  }
}
