package io.hikyaku.store.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time that closing may take, over all its steps.
 *
 * @param atNanos when it is over, by {@link System#nanoTime()}
 */
record Deadline(long atNanos) {

  private static final long POLL_MILLIS = 10;

  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** Waits for a condition, as long as there is time. */
  void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean() && System.nanoTime() - atNanos < 0) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a step, as long as there is time. */
  void await(CompletableFuture<Void> step) {
    await(step::isDone);
  }
}
