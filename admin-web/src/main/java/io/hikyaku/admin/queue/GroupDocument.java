package io.hikyaku.admin.queue;

import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.util.List;

/**
 * One group, as {@link GroupStatus} has it.
 *
 * @param kind see {@link GroupKind}
 * @param deadLetters messages in its group of dead letters
 * @param full whether a limit is reached
 * @param revision null in lists
 * @param nodes what each holds; null in lists
 */
public record GroupDocument(
    String name,
    String kind,
    boolean paused,
    long depth,
    long ready,
    long delayed,
    long inFlight,
    long storedBytes,
    double oldestAgeSeconds,
    long enqueuedTotal,
    long settledTotal,
    long redeliveredTotal,
    long deadTotal,
    long expiredTotal,
    long discardedTotal,
    double enqueuedPerSecond,
    double settledPerSecond,
    int consumers,
    long deadLetters,
    boolean full,
    SettingsDocument settings,
    Long revision,
    List<Part> nodes) {

  /** What one node holds of a group. */
  public record Part(
      String node,
      boolean answering,
      long ready,
      long delayed,
      long inFlight,
      long storedBytes,
      int consumers) {

    static Part of(GroupPart part) {
      return new Part(
          part.node(),
          part.answering(),
          part.ready(),
          part.delayed(),
          part.inFlight(),
          part.bytes(),
          part.consumers());
    }
  }

  static GroupDocument of(GroupStatus group, long deadLetters) {
    return new GroupDocument(
        group.name(),
        GroupKind.of(group.name()).text(),
        group.paused(),
        group.depth(),
        group.ready(),
        group.delayed(),
        group.inFlight(),
        group.bytes(),
        Seconds.of(group.oldestAge()),
        group.enqueuedTotal(),
        group.settledTotal(),
        group.redeliveredTotal(),
        group.deadTotal(),
        group.expiredTotal(),
        group.discardedTotal(),
        group.enqueuedPerSecond(),
        group.settledPerSecond(),
        group.consumers(),
        deadLetters,
        isFull(group),
        SettingsDocument.of(group.settings()),
        null,
        null);
  }

  GroupDocument withDetail(long ofRevision, List<GroupPart> parts) {
    return new GroupDocument(
        name,
        kind,
        paused,
        depth,
        ready,
        delayed,
        inFlight,
        storedBytes,
        oldestAgeSeconds,
        enqueuedTotal,
        settledTotal,
        redeliveredTotal,
        deadTotal,
        expiredTotal,
        discardedTotal,
        enqueuedPerSecond,
        settledPerSecond,
        consumers,
        deadLetters,
        full,
        settings,
        ofRevision,
        parts.stream().map(Part::of).toList());
  }

  /** Whether a limit is reached. */
  public static boolean isFull(GroupStatus group) {
    GroupSettings settings = group.settings();
    return (settings.maxMessages() > 0 && group.depth() >= settings.maxMessages())
        || (settings.maxBytes() > 0 && group.bytes() >= settings.maxBytes());
  }
}
