package io.hikyaku.admin.metrics;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The series of this node, and of the cluster as it sees it. */
final class NodeSeries {

  private volatile ClusterStatus cluster;
  private volatile NodeStatus self;

  void update(ClusterStatus now, NodeStatus node) {
    cluster = now;
    self = node;
  }

  void register(MetricRegistry registry) {
    node(registry, "hikyaku_store_bytes", "Messages as primary", NodeStatus::storedBytes);
    node(registry, "hikyaku_store_limit_bytes", "Memory for them", NodeStatus::memoryLimitBytes);
    node(registry, "hikyaku_segments_primary", "Open segments", NodeStatus::primarySegments);
    node(registry, "hikyaku_segments_opening", "Segments not open", NodeStatus::openingSegments);
    node(registry, "hikyaku_branches_in_doubt", "Prepared branches", NodeStatus::inDoubt);
    node(
        registry,
        "hikyaku_slow_backups",
        "Nodes left out as they answer slowly",
        n -> n.slowBackups().size());
    node(
        registry,
        "hikyaku_node_draining",
        "Whether this node is drained, or on the way",
        n -> n.drain() == NodeStatus.Drain.ACTIVE ? 0 : 1);
    cluster(registry, "hikyaku_cluster_nodes", "Members seen here", c -> c.nodes().size());
    cluster(
        registry,
        "hikyaku_cluster_nodes_silent",
        "Members that do not answer",
        c -> c.nodes().stream().filter(n -> !n.answering()).count());
    cluster(registry, "hikyaku_cluster_copies", "Copies asked for", ClusterStatus::copies);
    cluster(registry, "hikyaku_cluster_copies_now", "Copies possible", ClusterStatus::copiesNow);
    for (ClusterStatus.State state : ClusterStatus.State.values()) {
      cluster(
          registry,
          "hikyaku_cluster_state",
          "1 for the state the cluster is in",
          c -> c.state() == state ? 1 : 0,
          new Tag("state", state.name().toLowerCase(Locale.ROOT)));
    }
  }

  private void node(
      MetricRegistry registry, String name, String help, ToDoubleFunction<NodeStatus> value) {
    Metadata metadata = Metadata.builder().withName(name).withDescription(help).build();
    registry.gauge(metadata, () -> self == null ? 0 : value.applyAsDouble(self));
  }

  private void cluster(
      MetricRegistry registry,
      String name,
      String help,
      ToDoubleFunction<ClusterStatus> value,
      Tag... tags) {
    Metadata metadata = Metadata.builder().withName(name).withDescription(help).build();
    registry.gauge(metadata, () -> cluster == null ? 0 : value.applyAsDouble(cluster), tags);
  }
}
