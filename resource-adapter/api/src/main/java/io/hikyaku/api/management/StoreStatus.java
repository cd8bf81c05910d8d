package io.hikyaku.api.management;

import java.util.List;

/**
 * Everything that the nodes tell of themselves, asked for once.
 *
 * @param cluster as this node sees it
 * @param groups with their figures over the whole cluster, by name
 */
public record StoreStatus(ClusterStatus cluster, List<GroupStatus> groups) {}
