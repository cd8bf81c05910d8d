package io.hikyaku.admin.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The totals of the last ten minutes. Thread-safe. */
public final class History {

  private static final Duration STEP = Duration.ofSeconds(5);
  private static final int MAX_POINTS = 120;

  private final Deque<Point> points = new ArrayDeque<>();
  private Instant next = Instant.MIN;

  /** The totals at one moment. */
  public record Point(
      String at,
      double enqueuedPerSecond,
      double settledPerSecond,
      long backlog,
      double oldestAgeSeconds) {}

  synchronized void add(Instant at, Totals totals) {
    if (at.isBefore(next)) {
      return;
    }
    next = at.plus(STEP).minusMillis(500); // ticks are not exact
    if (points.size() == MAX_POINTS) {
      points.removeFirst();
    }
    points.add(
        new Point(
            at.toString(),
            totals.enqueuedPerSecond(),
            totals.settledPerSecond(),
            totals.backlog(),
            totals.oldestAgeSeconds()));
  }

  synchronized List<Point> points() {
    return List.copyOf(points);
  }
}
