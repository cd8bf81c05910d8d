package io.hikyaku.api.management;

import java.util.List;

/**
 * The cluster as one node sees it.
 *
 * @param clusterName its name
 * @param state whether everything acknowledged has its copies
 * @param copies how many copies of a message are asked for
 * @param copiesNow how many there can be with the present members
 * @param segments how many units of placement there are
 * @param rebalancingEnabled whether copies are made and moved when members come and go
 * @param nodes its members, by name
 * @param missing nodes that went without a word and are not back, by name; for an hour, and only
 *     those that were members while this node was one
 */
public record ClusterStatus(
    String clusterName,
    State state,
    int copies,
    int copiesNow,
    int segments,
    boolean rebalancingEnabled,
    List<NodeStatus> nodes,
    List<MissingNode> missing) {

  /** Whether everything acknowledged has its copies. */
  public enum State {
    /** All copies are there. */
    HEALTHY,
    /** Copies are being made after a node came or went. */
    REBALANCING,
    /** There are fewer nodes than copies asked for: a message survives no further loss. */
    TOO_FEW_NODES,
    /** The store is starting or stopping, or this side of a split may not go on. */
    UNAVAILABLE
  }
}
