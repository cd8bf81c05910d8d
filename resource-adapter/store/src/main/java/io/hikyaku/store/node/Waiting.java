package io.hikyaku.store.node;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.store.BlockingCaller;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Blocks for what the cluster does, for a bounded time.
 *
 * @param timeout after which the outcome is unknown
 */
record Waiting(Duration timeout) {

  /** Waits for a result. */
  <T> T await(CompletionStage<T> stage) {
    try {
      return BlockingCaller.await(stage, timeout);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QueueException known) {
        throw known;
      }
      throw new OutcomeUnknownException("the cluster met a fault: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new OutcomeUnknownException("the cluster did not answer within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException("interrupted while the cluster was asked", e);
    }
  }
}
