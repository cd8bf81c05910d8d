package io.hikyaku.admin.queue;

import io.hikyaku.admin.http.Problem;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.QueueManagement;
import java.util.List;

/**
 * How many messages would be destroyed. A node that does not answer is not counted as empty: it may
 * hold any number of them, so nothing is destroyed until it answers or is gone.
 */
final class HeldMessages {

  private static final int UNAVAILABLE = 503;

  private HeldMessages() {}

  /**
   * What a group holds on all nodes.
   *
   * @throws UnknownGroupException if no group has this name
   * @throws io.hikyaku.admin.http.ProblemException with status 503 if a node does not answer
   */
  static long of(QueueManagement management, String group) {
    List<GroupPart> parts = management.distribution(group);
    parts.stream()
        .filter(part -> !part.answering())
        .findFirst()
        .ifPresent(
            part -> {
              throw Problem.of(
                      UNAVAILABLE,
                      "node-silent",
                      "nothing was done: node "
                          + part.node()
                          + " does not answer, and what it holds of group '"
                          + group
                          + "' is not known; try again when it answers or has left the cluster")
                  .exception();
            });
    return parts.stream().mapToLong(part -> part.ready() + part.delayed() + part.inFlight()).sum();
  }

  /** The same with its dead letters, which are deleted with it. */
  static long withDeadLetters(QueueManagement management, String group) {
    long own = of(management, group);
    try {
      return own + of(management, group + GroupSettings.DEAD_LETTER_SUFFIX);
    } catch (UnknownGroupException e) {
      return own; // no message of it ever failed
    }
  }
}
