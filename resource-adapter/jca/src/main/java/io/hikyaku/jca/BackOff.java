package io.hikyaku.jca;

import java.time.Duration;

/**
 * How long to wait after failures in a row: nothing after those that are forgiven, then longer each
 * time by a factor, up to a limit. Thread-safe.
 */
final class BackOff {

  private final int forgiven;
  private final Duration first;
  private final double multiplier;
  private final Duration longest;
  private int failures;

  BackOff(int forgiven, Duration first, double multiplier, Duration longest) {
    this.forgiven = forgiven;
    this.first = first;
    this.multiplier = multiplier;
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
    double millis = first.toMillis() * Math.pow(multiplier, counted - 1.0);
    return millis > longest.toMillis() ? longest : Duration.ofMillis((long) millis);
  }
}
