package io.hikyaku.jca;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.BlockingCaller;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Waits where a contract of the server demands an answer at once. */
final class Stages {

  /**
   * The store limits its operations itself, which includes waiting for room; this is for one that
   * it lost.
   */
  private static final Duration GRACE = GroupSettings.MAX_FULL_WAIT.plusSeconds(5);

  private Stages() {}

  /**
   * The outcome of an operation of the store.
   *
   * @param timeout of the store's operations
   * @throws QueueException as the store reports it
   * @throws OutcomeUnknownException also if the thread is interrupted (its flag stays set)
   */
  static <T> T await(CompletionStage<T> stage, Duration timeout) {
    Duration limit = timeout.plus(GRACE);
    try {
      return BlockingCaller.await(stage, limit);
    } catch (ExecutionException e) {
      throw asQueueException(e.getCause());
    } catch (TimeoutException e) {
      throw new OutcomeUnknownException("no answer of the store within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException("interrupted while the store was at work", e);
    }
  }

  /** The exception inside those that stages wrap around it. */
  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? unwrap(failure.getCause())
        : failure;
  }

  private static QueueException asQueueException(Throwable failure) {
    Throwable cause = unwrap(failure);
    return cause instanceof QueueException known
        ? known
        : new OutcomeUnknownException("the store failed: " + cause, cause);
  }
}
