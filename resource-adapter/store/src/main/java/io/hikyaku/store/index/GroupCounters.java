package io.hikyaku.store.index;

/** Counts of one group on one node. Guarded by the index's lock. */
final class GroupCounters {

  /** Length of the window that rates are taken over, in samples of one second. */
  static final int RATE_SECONDS = 10;

  long ready;
  long delayed;
  long inFlight;
  long bytes;
  long enqueuedTotal;
  long settledTotal;

  private final long[] enqueuedAt = new long[RATE_SECONDS];
  private final long[] settledAt = new long[RATE_SECONDS];
  private int samples;

  /** Called once a second. */
  void sample() {
    enqueuedAt[samples % RATE_SECONDS] = enqueuedTotal;
    settledAt[samples % RATE_SECONDS] = settledTotal;
    samples++;
  }

  double enqueuedPerSecond() {
    return rate(enqueuedAt);
  }

  double settledPerSecond() {
    return rate(settledAt);
  }

  private double rate(long[] ring) {
    int known = Math.min(samples, RATE_SECONDS);
    if (known < 2) {
      return 0;
    }
    long newest = ring[(samples - 1) % RATE_SECONDS];
    long oldest = ring[(samples - known) % RATE_SECONDS];
    return (newest - oldest) / (double) (known - 1);
  }
}
