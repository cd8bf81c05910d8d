package io.hikyaku.admin.event;

import io.hikyaku.api.management.GroupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last ten minutes of the groups that are worth it: those that somebody looked at lately, those
 * with the most traffic, the fullest. Thread-safe.
 */
final class GroupHistories {

  private static final Duration STEP = Duration.ofSeconds(5);
  private static final int MAX_POINTS = 120;
  private static final int MAX_GROUPS = 200;
  private static final int MAX_LOOKED_AT = 50;

  private static final Comparator<GroupStatus> BY_WORTH =
      Comparator.comparingDouble(
              (GroupStatus group) -> group.enqueuedPerSecond() + group.settledPerSecond())
          .thenComparingLong(GroupStatus::depth)
          .reversed()
          .thenComparing(GroupStatus::name);

  private final Map<String, Deque<GroupPoint>> points = new HashMap<>();

  /** The one that was looked at last stands last. */
  private final Map<String, Instant> lookedAt = new LinkedHashMap<>();

  private Instant next = Instant.MIN;

  /** A group at one moment. */
  public record GroupPoint(
      String at, double enqueuedPerSecond, double settledPerSecond, long depth) {}

  synchronized void add(Instant at, List<GroupStatus> groups) {
    if (at.isBefore(next)) {
      return;
    }
    next = at.plus(STEP).minusMillis(500); // ticks are not exact
    Instant old = at.minus(STEP.multipliedBy(MAX_POINTS));
    lookedAt.values().removeIf(time -> time.isBefore(old));
    List<GroupStatus> kept = groups.stream().sorted(BY_WORTH).limit(MAX_GROUPS).toList();
    Set<String> names = kept.stream().map(GroupStatus::name).collect(Collectors.toSet());
    groups.stream()
        .filter(group -> lookedAt.containsKey(group.name()) || names.contains(group.name()))
        .forEach(group -> add(at, group));
    points.keySet().removeIf(name -> !names.contains(name) && !lookedAt.containsKey(name));
  }

  private void add(Instant at, GroupStatus group) {
    Deque<GroupPoint> line = points.computeIfAbsent(group.name(), name -> new ArrayDeque<>());
    if (line.size() == MAX_POINTS) {
      line.removeFirst();
    }
    line.add(
        new GroupPoint(
            at.toString(), group.enqueuedPerSecond(), group.settledPerSecond(), group.depth()));
  }

  /** Those of a group, the oldest first; from now on it is kept for a while whatever it does. */
  synchronized List<GroupPoint> of(String group, Instant now) {
    lookedAt.remove(group);
    lookedAt.put(group, now);
    if (lookedAt.size() > MAX_LOOKED_AT) {
      lookedAt.remove(lookedAt.keySet().iterator().next());
    }
    return List.copyOf(points.getOrDefault(group, new ArrayDeque<>()));
  }
}
