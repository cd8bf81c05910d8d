package io.hikyaku.admin.node;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What draining a member would mean, or how far it is.
 *
 * @param state {@code ACTIVE}, {@code DRAINING} or {@code DRAINED}
 * @param possible whether nothing hinders it
 * @param hindrances why it is not possible
 * @param warnings what will not be as before
 * @param primarySegments still there
 * @param storedBytes still there
 * @param progress 0 to 1
 */
public record Drain(
    String node,
    String state,
    boolean possible,
    List<Remark> hindrances,
    List<Remark> warnings,
    int primarySegments,
    long storedBytes,
    double progress) {

  /** The check of a member. */
  static Drain of(ClusterStatus cluster, NodeStatus node) {
    List<NodeStatus> others =
        cluster.nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .filter(other -> other.drain() == NodeStatus.Drain.ACTIVE)
            .toList();
    List<Remark> hindrances = hindrances(cluster, node, others);
    int share = Math.max(1, cluster.segments() / Math.max(1, others.size() + 1));
    double left = Math.min(1, (double) node.primarySegments() / share);
    double progress =
        switch (node.drain()) {
          case ACTIVE -> 0;
          case DRAINING -> Math.min(0.99, 1 - left);
          case DRAINED -> 1;
        };
    return new Drain(
        node.name(),
        node.drain().name(),
        hindrances.isEmpty(),
        hindrances,
        warnings(cluster, node, others),
        node.primarySegments(),
        node.storedBytes(),
        progress);
  }

  private static List<Remark> hindrances(
      ClusterStatus cluster, NodeStatus node, List<NodeStatus> others) {
    List<Remark> found = new ArrayList<>();
    if (node.drain() != NodeStatus.Drain.ACTIVE) {
      found.add(remark("already-draining", "it is drained, or on the way", Map.of()));
    }
    if (cluster.state() == ClusterStatus.State.UNAVAILABLE) {
      found.add(remark("cluster-unavailable", "the cluster is not available", Map.of()));
    }
    if (others.isEmpty()) {
      found.add(
          remark("last-node", "no other node would hold messages: start another first", Map.of()));
    }
    if (!cluster.rebalancingEnabled()) {
      found.add(
          remark("rebalance-off", "rebalancing is off, so nothing can move: turn it on", Map.of()));
    }
    others.stream()
        .filter(other -> !other.answering())
        .forEach(
            other ->
                found.add(
                    remark(
                        "node-not-answering",
                        "node " + other.name() + " does not answer",
                        Map.of("node", other.name()))));
    long free = others.stream().mapToLong(o -> o.memoryLimitBytes() - o.storedBytes()).sum();
    if (!others.isEmpty() && node.storedBytes() > free) {
      found.add(
          remark(
              "memory-short",
              "the others have room for "
                  + Math.max(0, free)
                  + " of its "
                  + node.storedBytes()
                  + " bytes",
              Map.of(
                  "free", Long.toString(Math.max(0, free)),
                  "needed", Long.toString(node.storedBytes()))));
    }
    return found;
  }

  private static List<Remark> warnings(
      ClusterStatus cluster, NodeStatus node, List<NodeStatus> others) {
    List<Remark> found = new ArrayList<>();
    if (!others.isEmpty() && others.size() < cluster.copies()) {
      found.add(
          remark(
              "fewer-copies",
              "with "
                  + others.size()
                  + " nodes left there are not "
                  + cluster.copies()
                  + " copies of a message",
              Map.of(
                  "nodes", Integer.toString(others.size()),
                  "copies", Integer.toString(cluster.copies()))));
    }
    if (cluster.state() == ClusterStatus.State.REBALANCING) {
      found.add(remark("rebalance-running", "copies are being made already", Map.of()));
    }
    if (node.inDoubt() > 0) {
      found.add(
          remark(
              "branches-prepared",
              node.inDoubt() + " transactions in doubt wait for it",
              Map.of("count", Integer.toString(node.inDoubt()))));
    }
    return found;
  }

  private static Remark remark(String code, String text, Map<String, String> parameters) {
    return new Remark(code, text, parameters);
  }
}
