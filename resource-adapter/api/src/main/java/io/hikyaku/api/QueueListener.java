package io.hikyaku.api;

/**
 * Implemented by a message-driven bean that takes one message at a time, each in a transaction of
 * its own. An exception that leaves the method, or a rollback, returns the message to its queue
 * with the delivery count raised; past the group's limit it goes to the group's dead letters.
 *
 * <p>Activation properties: {@code group} (required), {@code concurrency} (how many beans at once
 * on this node, 10 if not given).
 */
@FunctionalInterface
public interface QueueListener {

  /** Handles one message. */
  void onMessage(ReceivedMessage message);
}
