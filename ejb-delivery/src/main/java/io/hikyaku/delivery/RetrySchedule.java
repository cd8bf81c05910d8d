package io.hikyaku.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a mail is tried again: after the first delay, doubled with each attempt up to the longest,
 * until the mail is too old. Each delay is shortened by a random part of up to a fifth, so that
 * what failed together does not come back together.
 *
 * @param first delay after the first attempt
 * @param longest delay between two attempts
 * @param giveUpAfter the age, counted from when the mail was received, at which it is given up
 */
record RetrySchedule(Duration first, Duration longest, Duration giveUpAfter) {

  private static final double JITTER = 0.2;

  /** As Postfix has it, about: 5 minutes, doubled up to 70, for 5 days. */
  static final RetrySchedule DEFAULT =
      new RetrySchedule(Duration.ofMinutes(5), Duration.ofMinutes(70), Duration.ofDays(5));

  /**
   * The time of the next attempt.
   *
   * @param receivedAt when the mail was received
   * @param attempts how many attempts were made, 1 or more
   * @param now the present time
   * @param random gives numbers from 0 to 1
   * @return empty if the mail is to be given up
   */
  Optional<Instant> next(Instant receivedAt, int attempts, Instant now, DoubleSupplier random) {
    Instant end = receivedAt.plus(giveUpAfter);
    if (!now.isBefore(end)) {
      return Optional.empty();
    }
    long delay = Math.max(1, Math.round(fullDelay(attempts) * (1 - JITTER * random.getAsDouble())));
    Instant next = now.plusMillis(delay);
    // one last attempt at the end of its life rather than giving up early
    return Optional.of(next.isAfter(end) ? end : next);
  }

  /**
   * The time of an attempt that was put off and not made.
   *
   * @param until when it is to be made
   * @return empty if the mail is to be given up
   */
  Optional<Instant> within(Instant receivedAt, Instant now, Instant until) {
    Instant end = receivedAt.plus(giveUpAfter);
    if (!now.isBefore(end)) {
      return Optional.empty();
    }
    return Optional.of(until.isAfter(end) ? end : until);
  }

  private long fullDelay(int attempts) {
    long delay = first.toMillis();
    for (int i = 1; i < attempts && delay < longest.toMillis(); i++) {
      delay *= 2;
    }
    return Math.min(delay, longest.toMillis());
  }
}
