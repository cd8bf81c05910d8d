package io.hikyaku.admin;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * The whole status.
 *
 * @param cluster as the asked node sees it
 * @param nodes its members, by name
 * @param groups with their figures over all nodes, by name
 */
@JsonbPropertyOrder({"cluster", "nodes", "groups"})
public record StatusView(ClusterView cluster, List<NodeView> nodes, List<GroupView> groups) {}
