package io.hikyaku.api.management;

/**
 * A message-driven bean of this node that is given messages.
 *
 * @param group whose messages it handles
 * @param bean the server's name for its activation; may be empty
 * @param state whether it is given messages now
 * @param reason why it is paused; empty if it is not
 * @param concurrency how many of it may be at work at once
 * @param working how many are at work now
 * @param failuresInARow deliveries that failed since the last one that did not
 */
public record DeliveryStatus(
    String group,
    String bean,
    State state,
    String reason,
    int concurrency,
    int working,
    int failuresInARow) {

  /** Whether a bean is given messages. */
  public enum State {
    ACTIVE,
    /** After too many failures in a row, or by an administrator: waits to be resumed. */
    PAUSED
  }
}
