package io.hikyaku.api;

import java.util.List;

/**
 * Implemented by a message-driven bean that takes several messages in one transaction: all of them
 * are consumed, or all return. Otherwise as {@link QueueListener}; one activation property more:
 * {@code batchSize} (the most messages in a batch, 32 if not given). A batch is what is there when
 * a bean is free, at least one message; nothing is waited for to fill it.
 */
@FunctionalInterface
public interface QueueBatchListener {

  /** Handles a batch, in queue order, never empty. */
  void onMessages(List<ReceivedMessage> messages);
}
