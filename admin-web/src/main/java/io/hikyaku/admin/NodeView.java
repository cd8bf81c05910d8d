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
 * @param state whether it holds messages: {@code ACTIVE}, {@code DRAINING} or {@code DRAINED}
 * @param heapUsedBytes of its process
 * @param heapMaxBytes of its process
 * @param cpuLoad of its process, 0 to 1 of all processors; negative if not known
 * @param slowBackups nodes that it copies no new messages to just now, as they answer slowly
 */
@JsonbPropertyOrder({
  "name",
  "address",
  "self",
  "answering",
  "state",
  "primarySegments",
  "openingSegments",
  "storedBytes",
  "memoryLimitBytes",
  "heapUsedBytes",
  "heapMaxBytes",
  "cpuLoad",
  "inDoubt",
  "slowBackups"
})
public record NodeView(
    String name,
    String address,
    boolean self,
    boolean answering,
    String state,
    int primarySegments,
    int openingSegments,
    long storedBytes,
    long memoryLimitBytes,
    long heapUsedBytes,
    long heapMaxBytes,
    double cpuLoad,
    int inDoubt,
    List<String> slowBackups) {

  /** All members. */
  public static List<NodeView> all(ClusterStatus cluster) {
    return cluster.nodes().stream().map(NodeView::of).toList();
  }

  private static NodeView of(NodeStatus node) {
    return new NodeView(
        node.name(),
        node.address(),
        node.self(),
        node.answering(),
        node.drain().name(),
        node.primarySegments(),
        node.openingSegments(),
        node.storedBytes(),
        node.memoryLimitBytes(),
        node.heapUsedBytes(),
        node.heapMaxBytes(),
        node.cpuLoad(),
        node.inDoubt(),
        node.slowBackups());
  }
}
