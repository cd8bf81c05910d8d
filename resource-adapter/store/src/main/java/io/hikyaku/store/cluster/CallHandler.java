package io.hikyaku.store.cluster;

import java.util.concurrent.CompletionStage;

/** Answers the calls of other members. Called on any thread, must not block it for long. */
@FunctionalInterface
public interface CallHandler {

  /**
   * Answers a call. A stage that fails reaches the caller as a failure with the same message.
   *
   * @param caller who asks
   */
  CompletionStage<byte[]> handle(Member caller, byte[] request);
}
