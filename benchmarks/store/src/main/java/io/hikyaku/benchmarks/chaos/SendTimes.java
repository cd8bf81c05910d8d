package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the callers of the survivors noticed.
 *
 * @param longestGapMillis the longest time in which no send completed at any of them
 * @param slowestSendMillis the longest that one send took
 * @param callersWithErrors threads that were told of a failure or of an unknown outcome
 */
record SendTimes(double longestGapMillis, double slowestSendMillis, int callersWithErrors) {

  private static final Set<Kind> ERRORS =
      EnumSet.of(Kind.SEND_FAILED, Kind.SEND_UNKNOWN, Kind.SETTLE_FAILED, Kind.SETTLE_UNKNOWN);

  private record Caller(int process, int thread) {}

  /** Of what happened between the two times, without the process that was disturbed. */
  static SendTimes of(Collection<Event> events, int victim, long from, long until) {
    List<Event> seen =
        events.stream()
            .filter(event -> event.process() != victim)
            .filter(event -> event.nanos() >= from && event.nanos() <= until)
            .sorted((one, other) -> Long.compare(one.nanos(), other.nanos()))
            .toList();
    Map<Long, Long> begun = new HashMap<>();
    Set<Caller> withErrors = new HashSet<>();
    long last = from;
    long gap = 0;
    long slowest = 0;
    for (Event event : seen) {
      if (event.kind() == Kind.SEND_BEGUN) {
        begun.put(event.message(), event.nanos());
      } else if (event.kind() == Kind.SEND_ACKNOWLEDGED) {
        gap = Math.max(gap, event.nanos() - last);
        last = event.nanos();
        Long start = begun.get(event.message());
        slowest = start == null ? slowest : Math.max(slowest, event.nanos() - start);
      } else if (ERRORS.contains(event.kind())) {
        withErrors.add(new Caller(event.process(), event.thread()));
      }
    }
    gap = Math.max(gap, until - last);
    return new SendTimes(millis(gap), millis(slowest), withErrors.size());
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
