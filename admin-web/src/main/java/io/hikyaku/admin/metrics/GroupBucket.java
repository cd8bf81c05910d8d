package io.hikyaku.admin.metrics;

import io.hikyaku.api.management.GroupStatus;
import java.util.HashSet;
import java.util.Set;

/**
 * Groups that are told of together.
 *
 * @param names of the groups
 * @param figures their sum
 */
record GroupBucket(Set<String> names, GroupFigures figures) {

  GroupBucket {
    names = Set.copyOf(names);
  }

  static GroupBucket of(GroupStatus group) {
    return new GroupBucket(Set.of(group.name()), GroupFigures.of(group));
  }

  GroupBucket plus(GroupBucket other) {
    Set<String> all = new HashSet<>(names);
    all.addAll(other.names);
    return new GroupBucket(all, figures.plus(other.figures));
  }
}
