package io.hikyaku.jca;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The adapter's own timers: back-off, looking again for a group, transaction timeouts. Not the
 * server's, as these must not be used while it makes a checkpoint (InstantOn), and a thread of a
 * {@code java.util.Timer} ends with the first exception.
 */
final class Timers implements AutoCloseable {

  /** One for what is short, one more so that a group that is slow to make delays nothing. */
  private static final int THREADS = 2;

  private final ScheduledThreadPoolExecutor executor;

  Timers(String nodeName) {
    AtomicInteger count = new AtomicInteger();
    executor =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread =
                  new Thread(task, "hikyaku-timer-" + nodeName + "-" + count.getAndIncrement());
              thread.setDaemon(true);
              // not that of the application which happened to cause the first timer
              thread.setContextClassLoader(Timers.class.getClassLoader());
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs a task later; never, if the adapter stops before. */
  Future<?> schedule(Runnable task, Duration delay) {
    try {
      return executor.schedule(task, delay.toMillis(), MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
