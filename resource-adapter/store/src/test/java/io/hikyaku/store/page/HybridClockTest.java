package io.hikyaku.store.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HybridClockTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void stampsGrowWhileTheClockStandsStill() {
    HybridClock clock = new HybridClock(Clock.fixed(NOW, ZoneOffset.UTC));
    long first = clock.next();
    assertThat(clock.next()).isGreaterThan(first);
    assertThat(HybridClock.millisOf(first)).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void whatANewPrimaryWritesComesBehindWhatItRead() {
    HybridClock ahead = new HybridClock(Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));
    HybridClock behind = new HybridClock(Clock.fixed(NOW, ZoneOffset.UTC));
    long seen = ahead.next();
    behind.observe(seen);
    assertThat(behind.next()).isGreaterThan(seen);
  }
}
