package io.hikyaku.admin.node;

import io.hikyaku.admin.ClusterView;
import io.hikyaku.admin.NodeView;
import io.hikyaku.api.management.ClusterStatus;
import java.time.Instant;
import java.util.List;

/**
 * The cluster and its members.
 *
 * @param at when it was gathered, ISO-8601
 */
public record Nodes(String at, ClusterView cluster, List<NodeView> nodes) {

  /** As the store tells it. */
  public static Nodes of(ClusterStatus cluster, Instant at) {
    return new Nodes(at.toString(), ClusterView.of(cluster), NodeView.all(cluster));
  }
}
