package io.hikyaku.store.infinispan;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Bounds every operation by the operation timeout. A timer of our own, as {@link
 * CompletableFuture#orTimeout} would start a thread that outlives the node and holds on to its
 * class loader.
 */
final class Timeouts {

  private final ScheduledExecutorService timer;
  private final Duration timeout;

  Timeouts(ScheduledExecutorService timer, Duration timeout) {
    this.timer = timer;
    this.timeout = timeout;
  }

  /**
   * The outcome of an operation of Infinispan, or a failure of ours.
   *
   * @param start starts the operation
   * @param what the operation, for people
   */
  <T> CompletableFuture<T> bound(Supplier<? extends CompletionStage<T>> start, String what) {
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletionStage<T> operation;
    try {
      operation = start.get();
    } catch (RuntimeException e) { // so a cache answers that was stopped
      result.completeExceptionally(Failures.ofOperation(what, e));
      return result;
    }
    if (!operation.toCompletableFuture().isDone()) {
      expire(result, what);
    }
    operation.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(Failures.ofOperation(what, failure));
          }
        });
    return result;
  }

  /** Whether what began then has taken longer than an operation may. */
  boolean isOver(long beganNanos) {
    return System.nanoTime() - beganNanos > timeout.toNanos();
  }

  /** Fails the future with a {@link TimeoutException} unless it completes in time. */
  void expire(CompletableFuture<?> future, String what) {
    Future<?> task;
    try {
      task =
          timer.schedule(
              () ->
                  future.completeExceptionally(
                      new TimeoutException(what + ": no outcome within " + timeout)),
              timeout.toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(Failures.stopped(what));
      return;
    }
    whenDone(future, () -> task.cancel(false));
  }

  /** Runs something when the stage completes, either way. */
  static void whenDone(CompletionStage<?> stage, Runnable action) {
    stage.whenComplete((value, failure) -> action.run());
  }
}
