package io.hikyaku.admin.queue;

import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One group, as {@link GroupStatus} has it.
 *
 * @param kind {@code queue}, {@code dead-letters} or {@code system}
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

  private static final String QUEUE = "queue";
  private static final String DEAD_LETTERS = "dead-letters";
  private static final String SYSTEM = "system";

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

  /** All groups, each with the number of its dead letters. */
  public static List<GroupDocument> all(List<GroupStatus> groups) {
    Map<String, GroupStatus> byName =
        groups.stream().collect(Collectors.toMap(GroupStatus::name, Function.identity()));
    return groups.stream()
        .map(
            group -> {
              GroupStatus dead = byName.get(group.name() + GroupSettings.DEAD_LETTER_SUFFIX);
              return of(group, dead == null ? 0 : dead.depth());
            })
        .toList();
  }

  private static GroupDocument of(GroupStatus group, long deadLetters) {
    GroupSettings settings = group.settings();
    boolean full =
        (settings.maxMessages() > 0 && group.depth() >= settings.maxMessages())
            || (settings.maxBytes() > 0 && group.bytes() >= settings.maxBytes());
    return new GroupDocument(
        group.name(),
        kind(group.name()),
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
        full,
        SettingsDocument.of(settings),
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

  /** Whether it is a group of applications. */
  public boolean belongsToApplications() {
    return kind.equals(QUEUE);
  }

  /** Whether it is one of dead letters. */
  public boolean holdsDeadLetters() {
    return kind.equals(DEAD_LETTERS);
  }

  /** What kind of group has this name. */
  static String kind(String name) {
    if (name.startsWith(ActionLog.GROUP)
        || name.startsWith("mapreduce.steps")
        || name.startsWith("mail.suspended")) {
      return SYSTEM;
    }
    return name.endsWith(GroupSettings.DEAD_LETTER_SUFFIX) ? DEAD_LETTERS : QUEUE;
  }
}
