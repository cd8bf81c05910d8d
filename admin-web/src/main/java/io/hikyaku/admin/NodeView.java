package io.hikyaku.admin;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * One member, as {@link NodeStatus} has it.
 *
 * @param name its node name
 * @param address where the others reach it
 * @param self whether it is the node that answers
 * @param answering whether it answered in time; if not, the figures are zero
 * @param primarySegments it has opened
 * @param openingSegments it has not opened yet
 * @param storedBytes for its primary segments, without backup copies
 * @param memoryLimitBytes what it may store
 * @param inDoubt prepared transaction branches that wait for their outcome
 * @param slowBackups nodes that it copies no new messages to just now, as they answer slowly
 */
@JsonbPropertyOrder({
  "name",
  "address",
  "self",
  "answering",
  "primarySegments",
  "openingSegments",
  "storedBytes",
  "memoryLimitBytes",
  "inDoubt",
  "slowBackups"
})
public record NodeView(
    String name,
    String address,
    boolean self,
    boolean answering,
    int primarySegments,
    int openingSegments,
    long storedBytes,
    long memoryLimitBytes,
    int inDoubt,
    List<String> slowBackups) {

  static List<NodeView> all(ClusterStatus cluster) {
    return cluster.nodes().stream().map(NodeView::of).toList();
  }

  private static NodeView of(NodeStatus node) {
    return new NodeView(
        node.name(),
        node.address(),
        node.self(),
        node.answering(),
        node.primarySegments(),
        node.openingSegments(),
        node.storedBytes(),
        node.memoryLimitBytes(),
        node.inDoubt(),
        node.slowBackups());
  }
}
