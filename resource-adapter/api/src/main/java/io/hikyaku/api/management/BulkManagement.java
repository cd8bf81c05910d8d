package io.hikyaku.api.management;

import io.hikyaku.api.MessageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works on many messages of a group. Thread-safe; blocks. Looks at all messages of the group where
 * it says so: for people, not for programs.
 */
public interface BulkManagement {

  /** Messages that are moved or deleted in one call. */
  int MAX_AT_ONCE = 500;

  /** Ids that are selected in one call. */
  int MAX_SELECTED = 500_000;

  /**
   * Names messages of a group that nobody works on, on all nodes. Looks at all of them.
   *
   * @param deadReason only dead letters of this reason, as in {@link #deadReasons}; empty for all
   *     messages
   * @return {@link #MAX_SELECTED} of each node at the most
   * @throws io.hikyaku.api.UnknownGroupException if no group has this name
   * @throws io.hikyaku.api.StoreUnavailableException if a node does not answer
   */
  List<MessageId> select(String group, Optional<String> deadReason);

  /**
   * Moves messages to another group, or deletes them. Each is treated as a whole or not at all; one
   * that somebody works on, that is gone, or that the other group does not take stays as it is. To
   * do it again after a failure does no harm. Dead letters that return to their group lose the
   * headers of {@link DeadLetterHeaders}.
   *
   * @param ids up to {@link #MAX_AT_ONCE}
   * @param target the other group; empty to delete
   * @return how many were moved or deleted
   * @throws io.hikyaku.api.UnknownGroupException if no group has one of these names
   */
  int move(String group, List<MessageId> ids, Optional<String> target);

  /**
   * How many dead letters a group holds of each reason; of the first 20,000 of each node. Reasons
   * are alike that differ in numbers, ids or what stands in quotes only: those are {@code #} and
   * {@code …}.
   *
   * @param group the group of dead letters
   */
  Map<String, Long> deadReasons(String group);

  /**
   * Looks at dead letters of one reason, as {@link QueueManagement#browse} does; at those that
   * {@link #deadReasons} counts.
   *
   * @param group the group of dead letters
   */
  List<MessageStatus> browseDead(String group, String reason, int offset, int limit);
}
