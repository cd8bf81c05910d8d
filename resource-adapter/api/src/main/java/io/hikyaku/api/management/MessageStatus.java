package io.hikyaku.api.management;

import io.hikyaku.api.MessageId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A stored message, as it stood when it was looked at.
 *
 * @param id its name
 * @param group that it is in
 * @param state what is happening to it
 * @param failedDeliveries deliveries that failed up to now
 * @param enqueuedAt when the store took it
 * @param notBefore the time before which it is not delivered, if it is held back
 * @param expiresAt the time from which it is not delivered any more
 * @param node the one that gives it out
 * @param key of the message
 * @param headers of the message; without those that are over 64 KB together
 * @param bodyBytes how long its body is
 * @param bodyStart the first bytes of its body, up to 1024
 */
public record MessageStatus(
    MessageId id,
    String group,
    State state,
    int failedDeliveries,
    Instant enqueuedAt,
    Optional<Instant> notBefore,
    Optional<Instant> expiresAt,
    String node,
    Optional<String> key,
    Map<String, String> headers,
    int bodyBytes,
    byte[] bodyStart) {

  /** What is happening to a message. */
  public enum State {
    /** Waits for a consumer. */
    READY,
    /** Held back until its time: sent so, or after a failed delivery. */
    DELAYED,
    /** A consumer, or a transaction in doubt, has it. */
    IN_FLIGHT
  }
}
