package io.hikyaku.store;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a thread waits for a stage of the store. Many callers wait for one page, which comes back
 * within a millisecond or so: to put each of them to sleep and to wake it takes more processor time
 * than all else that its message needs. So where there are many, a caller first gives way to the
 * others for a while. One that waits alone sleeps at once. Thread-safe.
 */
public final class BlockingCaller {

  /** For so long a caller gives way before it sleeps: the time of a page or two. */
  private static final long MAX_YIELD_NANOS = 1_000_000;

  /** From so many callers on there is always one to give way to. */
  private static final int MANY = 4 * Runtime.getRuntime().availableProcessors();

  private static final AtomicInteger WAITING = new AtomicInteger();

  private BlockingCaller() {}

  /**
   * Waits for the result; errors as for {@link Future#get(long, TimeUnit)}.
   *
   * @param limit the longest wait
   */
  public static <T> T await(CompletionStage<T> stage, Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Future<T> future = stage.toCompletableFuture();
    int waiting = WAITING.incrementAndGet();
    try {
      if (waiting >= MANY) {
        giveWay(future);
      }
      return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      WAITING.decrementAndGet();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // it is right with any scheduler, yielding or not
  private static void giveWay(Future<?> future) {
    long start = System.nanoTime();
    while (!future.isDone() && System.nanoTime() - start < MAX_YIELD_NANOS) {
      Thread.yield();
    }
  }
}
