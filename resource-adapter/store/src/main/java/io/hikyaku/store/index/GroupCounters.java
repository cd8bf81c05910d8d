package io.hikyaku.store.index;

/** Counts of one group on one node. Guarded by the index's lock. */
final class GroupCounters {

  long ready;
  long delayed;
  long inFlight;
  long bytes;
  final Totals totals;

  GroupCounters() {
    this(new Totals());
  }

  private GroupCounters(Totals totals) {
    this.totals = totals;
  }

  /** Those of the group's next life: nothing is stored, the totals go on. */
  GroupCounters successor() {
    return new GroupCounters(totals);
  }

  /** All messages stored. */
  long depth() {
    return ready + delayed + inFlight;
  }

  /** What happened since the start of the node. */
  static final class Totals {

    /** Length of the window that rates are taken over, in samples of one second. */
    static final int RATE_SECONDS = 10;

    long enqueued;
    long settled;
    long redelivered;
    long dead;
    long expired;
    long discarded;

    private final long[] enqueuedAt = new long[RATE_SECONDS];
    private final long[] settledAt = new long[RATE_SECONDS];
    private int samples;

    /** Called once a second. */
    void sample() {
      enqueuedAt[samples % RATE_SECONDS] = enqueued;
      settledAt[samples % RATE_SECONDS] = settled;
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
}
