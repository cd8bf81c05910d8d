package io.hikyaku.admin.event;

import io.hikyaku.admin.queue.GroupDocument;
import java.util.Comparator;
import java.util.List;

/**
 * Groups of applications, added up.
 *
 * @param oldestGroup empty if there is no message
 * @param deadLetters of all groups
 * @param storedBytes of all groups, those of the system too
 */
public record Totals(
    double enqueuedPerSecond,
    double settledPerSecond,
    long backlog,
    double oldestAgeSeconds,
    String oldestGroup,
    long inFlight,
    long deadLetters,
    int groups,
    long storedBytes) {

  /** Adds up. */
  public static Totals of(List<GroupDocument> all) {
    List<GroupDocument> queues = all.stream().filter(GroupDocument::belongsToApplications).toList();
    GroupDocument oldest =
        queues.stream()
            .max(Comparator.comparingDouble(GroupDocument::oldestAgeSeconds))
            .filter(group -> group.oldestAgeSeconds() > 0)
            .orElse(null);
    return new Totals(
        queues.stream().mapToDouble(GroupDocument::enqueuedPerSecond).sum(),
        queues.stream().mapToDouble(GroupDocument::settledPerSecond).sum(),
        queues.stream().mapToLong(GroupDocument::depth).sum(),
        oldest == null ? 0 : oldest.oldestAgeSeconds(),
        oldest == null ? "" : oldest.name(),
        queues.stream().mapToLong(GroupDocument::inFlight).sum(),
        all.stream().filter(GroupDocument::holdsDeadLetters).mapToLong(GroupDocument::depth).sum(),
        queues.size(),
        all.stream().mapToLong(GroupDocument::storedBytes).sum());
  }
}
