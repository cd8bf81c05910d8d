package io.hikyaku.smtp.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is known of a site: whether it can be reached, and how fast it answers. Written on one event
 * loop, read anywhere.
 */
final class SiteHealth {

  /** A site that takes longer for a mail is slow. */
  static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int MAX_DOUBLINGS = 5;

  private final Duration deadTime;
  private int failuresInARow;
  private volatile long deadUntilNs;
  private volatile Outcome lastFailure;

  private int pending;

  /** Since when there are mails with it and none was finished; 0 if there are none. */
  private volatile long waitingSinceNs;

  private volatile long smoothedNs;

  /**
   * @param deadTime how long a site is left alone after a failure to reach it, doubled with each up
   *     to 32 times; zero to try it with every mail
   */
  SiteHealth(Duration deadTime) {
    this.deadTime = deadTime;
  }

  /**
   * It could not be reached, by any connection.
   *
   * @param outcome that of the mails which are not offered to it for this
   */
  void unreachable(Outcome outcome) {
    long time = deadTime.toNanos() << Math.min(failuresInARow, MAX_DOUBLINGS);
    failuresInARow++;
    lastFailure = outcome;
    deadUntilNs = time == 0 ? 0 : System.nanoTime() + time;
  }

  void reached() {
    failuresInARow = 0;
    deadUntilNs = 0;
  }

  /** Why it is left alone now; null if it is not. */
  Outcome deadBy() {
    return deadForNs() > 0 ? lastFailure : null;
  }

  /** How long it is still left alone, in nanoseconds. */
  long deadForNs() {
    long until = deadUntilNs;
    return until == 0 ? 0 : Math.max(0, until - System.nanoTime());
  }

  void begun() {
    if (pending++ == 0) {
      waitingSinceNs = System.nanoTime();
    }
  }

  /** A mail is done, so long after it was begun on a connection; 0 if it never was. */
  void finished(long tookNs) {
    pending--;
    if (pending == 0) {
      waitingSinceNs = 0;
    } else if (tookNs > 0) {
      waitingSinceNs = System.nanoTime();
    }
    if (tookNs == 0) {
      return;
    }
    long smoothed = smoothedNs;
    smoothedNs = smoothed + (tookNs - smoothed) / 8;
  }

  /** Whether a mail given to it now will likely not be done at once. */
  boolean isSlow() {
    long since = waitingSinceNs;
    return smoothedNs > SLOW_NS || (since != 0 && System.nanoTime() - since > SLOW_NS);
  }
}
