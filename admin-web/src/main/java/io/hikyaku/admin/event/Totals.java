package io.hikyaku.admin.event;

import io.hikyaku.admin.http.Seconds;
import io.hikyaku.admin.queue.GroupKind;
import io.hikyaku.api.management.GroupStatus;
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
  public static Totals of(List<GroupStatus> all) {
    double enqueued = 0;
    double settled = 0;
    long backlog = 0;
    GroupStatus oldest = null;
    long inFlight = 0;
    long dead = 0;
    int groups = 0;
    long bytes = 0;
    for (GroupStatus group : all) {
      bytes += group.bytes();
      GroupKind kind = GroupKind.of(group.name());
      if (kind == GroupKind.DEAD_LETTERS) {
        dead += group.depth();
      } else if (kind == GroupKind.QUEUE) {
        enqueued += group.enqueuedPerSecond();
        settled += group.settledPerSecond();
        backlog += group.depth();
        inFlight += group.inFlight();
        groups++;
        if (oldest == null || group.oldestAge().compareTo(oldest.oldestAge()) > 0) {
          oldest = group;
        }
      }
    }
    boolean any = oldest != null && !oldest.oldestAge().isZero();
    return new Totals(
        enqueued,
        settled,
        backlog,
        any ? Seconds.of(oldest.oldestAge()) : 0,
        any ? oldest.name() : "",
        inFlight,
        dead,
        groups,
        bytes);
  }
}
