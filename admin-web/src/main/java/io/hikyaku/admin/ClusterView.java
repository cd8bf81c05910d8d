package io.hikyaku.admin;

import io.hikyaku.api.management.ClusterStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * The cluster, as {@link ClusterStatus} has it.
 *
 * @param name of the cluster
 * @param state {@code HEALTHY}, {@code REBALANCING}, {@code TOO_FEW_NODES} or {@code UNAVAILABLE}
 * @param copies asked for
 * @param copiesNow that there can be with the present members
 * @param segments units of placement
 * @param rebalanceEnabled whether copies are made and moved when members come and go
 * @param nodes how many members there are
 * @param missing nodes that went without a word and are not back
 */
@JsonbPropertyOrder({
  "name",
  "state",
  "copies",
  "copiesNow",
  "segments",
  "nodes",
  "rebalanceEnabled",
  "missing"
})
public record ClusterView(
    String name,
    String state,
    int copies,
    int copiesNow,
    int segments,
    int nodes,
    boolean rebalanceEnabled,
    List<Missing> missing) {

  /**
   * A node that went without a word.
   *
   * @param name its node name
   * @param since when the node that answers noticed
   */
  public record Missing(String name, String since) {}

  /** The cluster. */
  public static ClusterView of(ClusterStatus cluster) {
    return new ClusterView(
        cluster.clusterName(),
        cluster.state().name(),
        cluster.copies(),
        cluster.copiesNow(),
        cluster.segments(),
        cluster.nodes().size(),
        cluster.rebalancingEnabled(),
        cluster.missing().stream()
            .map(node -> new Missing(node.name(), node.since().toString()))
            .toList());
  }
}
