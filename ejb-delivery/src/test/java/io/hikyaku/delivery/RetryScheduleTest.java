package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void delaysDoubleUpToTheLongest() {
    List<Long> delays = new ArrayList<>();
    for (int attempts = 1; attempts <= 9; attempts++) {
      delays.add(delaySeconds(RetrySchedule.DEFAULT, attempts, 0));
    }
    assertThat(delays).containsExactly(300L, 600L, 1200L, 2400L, 4200L, 4200L, 4200L, 4200L, 4200L);
  }

  @Test
  void anyNumberOfAttemptsHasADelay() {
    RetrySchedule year =
        new RetrySchedule(Duration.ofDays(1), Duration.ofDays(365), Duration.ofDays(365));

    assertThat(delaySeconds(year, Integer.MAX_VALUE, 0))
        .isEqualTo(Duration.ofDays(365).toSeconds());
  }

  @Test
  void chanceShortensADelayByAFifthAtTheMost() {
    assertThat(delaySeconds(RetrySchedule.DEFAULT, 1, 1)).isEqualTo(240);
    assertThat(delaySeconds(RetrySchedule.DEFAULT, 1, 0.5)).isEqualTo(270);
  }

  @Test
  void theLastAttemptIsAtTheEndOfItsLife() {
    Instant almost = RECEIVED.plus(RetrySchedule.DEFAULT.giveUpAfter()).minusSeconds(10);

    assertThat(RetrySchedule.DEFAULT.next(RECEIVED, 9, almost, () -> 0))
        .contains(RECEIVED.plus(RetrySchedule.DEFAULT.giveUpAfter()));
  }

  @Test
  void whatIsTooOldIsGivenUp() {
    Instant end = RECEIVED.plus(RetrySchedule.DEFAULT.giveUpAfter());

    assertThat(RetrySchedule.DEFAULT.next(RECEIVED, 1, end, () -> 0)).isEqualTo(Optional.empty());
  }

  private static long delaySeconds(RetrySchedule schedule, int attempts, double random) {
    Instant next = schedule.next(RECEIVED, attempts, RECEIVED, () -> random).orElseThrow();
    return Duration.between(RECEIVED, next).toSeconds();
  }
}
