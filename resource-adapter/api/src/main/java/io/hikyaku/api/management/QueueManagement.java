package io.hikyaku.api.management;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import java.util.List;

/**
 * Groups and nodes of the cluster. Thread-safe. Figures are gathered from every member within a
 * bounded time; a member that does not answer is reported as not answering, not left out.
 */
public interface QueueManagement {

  /**
   * Makes a group, on all nodes at once. A group that is there with equal settings is left as it
   * is.
   *
   * @throws QueueException if it is there with other settings
   * @throws IllegalArgumentException if the name is not allowed: 1 to 100 of {@code A-Z a-z 0-9 . _
   *     -}
   */
  void createGroup(String name, GroupSettings settings);

  /**
   * The settings of a group.
   *
   * @throws UnknownGroupException if no group has this name
   */
  GroupSettings settings(String group);

  /** All groups with their figures over the whole cluster, by name. */
  List<GroupStatus> groups();

  /** The cluster as this node sees it. */
  ClusterStatus cluster();
}
