package io.hikyaku.jca;

import java.time.Duration;

/**
 * How long to wait after failures in a row: nothing after those that are forgiven, then twice as
 * long each time up to a limit. Thread-safe.
 */
final class BackOff {

  private static final int MOST_DOUBLINGS = 20;

  private final int forgiven;
  private final Duration first;
  private final Duration longest;
  private int failures;

  BackOff(int forgiven, Duration first, Duration longest) {
    this.forgiven = forgiven;
    this.first = first;
    this.longest = longest;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  /** Counts a failure. */
  synchronized Duration failed() {
    failures++;
    return delay();
  }

  synchronized int failures() {
    return failures;
  }

  /** Whether this failure should be told: the more there were, the more rarely. */
  synchronized boolean isNotable() {
    return failures > forgiven && Integer.bitCount(failures - forgiven) == 1;
  }

  private Duration delay() {
    int counted = failures - forgiven;
    if (counted <= 0) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(counted - 1, MOST_DOUBLINGS));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
