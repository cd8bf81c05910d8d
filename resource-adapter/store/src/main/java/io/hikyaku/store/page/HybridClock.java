package io.hikyaku.store.page;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): stamps that only grow,
 * are near the wall clock, and are greater than any stamp seen, so that what a new primary writes
 * comes behind what the old one wrote. Thread-safe.
 *
 * <p>A stamp is {@code epoch milliseconds << 16 | counter}.
 */
public final class HybridClock {

  private static final int COUNTER_BITS = 16;

  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  public HybridClock(Clock clock) {
    this.clock = clock;
  }

  /** The next stamp. */
  public long next() {
    long now = clock.millis() << COUNTER_BITS;
    return last.updateAndGet(previous -> Math.max(previous + 1, now));
  }

  /** Takes note of another member's stamp. */
  public void observe(long stamp) {
    if (stamp > last.get()) {
      last.accumulateAndGet(stamp, Math::max);
    }
  }

  /** The wall-clock part of a stamp, in epoch milliseconds. */
  public static long millisOf(long stamp) {
    return stamp >>> COUNTER_BITS;
  }
}
