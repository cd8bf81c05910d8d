package io.hikyaku.smtp.client;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Watches for silence. A timer is set anew only if it would fire too late, so that a deadline that
 * moves on with every reply costs no timer of its own. Confined to one event loop.
 */
final class ReplyWatch {

  private final EventExecutor executor;
  private final Runnable onSilence;
  private ScheduledFuture<?> timer;
  private long timerNs;
  private long deadlineNs;
  private long timeoutNs;

  ReplyWatch(EventExecutor executor, Runnable onSilence) {
    this.executor = executor;
    this.onSilence = onSilence;
  }

  /** Waits for {@code timeout} from now. */
  void start(Duration timeout) {
    timeoutNs = timeout.toNanos();
    restart();
  }

  /** Waits for the same time again from now. */
  void restart() {
    deadlineNs = System.nanoTime() + timeoutNs;
    if (timer != null && timerNs - deadlineNs > 0) {
      timer.cancel(false);
      timer = null;
    }
    if (timer == null) {
      schedule(timeoutNs);
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    timeoutNs = Long.MAX_VALUE >> 1;
    deadlineNs = System.nanoTime() + timeoutNs;
  }

  private void schedule(long delayNs) {
    timerNs = System.nanoTime() + delayNs;
    timer = executor.schedule(this::check, delayNs, TimeUnit.NANOSECONDS);
  }

  private void check() {
    timer = null;
    long leftNs = deadlineNs - System.nanoTime();
    if (leftNs > 0) {
      schedule(leftNs);
    } else {
      onSilence.run();
    }
  }
}
