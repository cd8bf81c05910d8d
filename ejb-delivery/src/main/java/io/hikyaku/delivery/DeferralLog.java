package io.hikyaku.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the operator that a route does not take mail: at once, and then with a count once in a
 * while. A relay that is down defers every mail; a line for each would bury the log. Thread-safe.
 */
final class DeferralLog {

  private static final long INTERVAL_NS = Duration.ofSeconds(30).toNanos();

  /** One entry for each configured route, so it is bounded by the configuration. */
  private final Map<Route, Line> lines = new ConcurrentHashMap<>();

  void deferred(Route route, String recipient, String reason) {
    long count = lines.computeIfAbsent(route, r -> new Line()).count(System.nanoTime());
    if (count > 0) {
      OperatorMessage.DEFERRED.log(count, route, recipient, reason);
    }
  }

  private static final class Line {

    private final AtomicLong suppressed = new AtomicLong();
    private final AtomicLong nextNs = new AtomicLong(System.nanoTime());

    /** How many to report now; 0 for none. */
    long count(long nowNs) {
      suppressed.incrementAndGet();
      long next = nextNs.get();
      if (nowNs - next < 0 || !nextNs.compareAndSet(next, nowNs + INTERVAL_NS)) {
        return 0;
      }
      return suppressed.getAndSet(0);
    }
  }
}
