package io.hikyaku.api;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message as a consumer sees it.
 *
 * @param id the name it has for its whole life
 * @param group the group it was taken from
 * @param message what was sent
 * @param deliveryCount 1 at the first delivery, more after a rollback or a crash of a consumer
 * @param enqueuedAt when the store took it
 */
public record ReceivedMessage(
    MessageId id, String group, Message message, int deliveryCount, Instant enqueuedAt) {

  /** The body of the message: the bytes themselves, not a copy. */
  public byte[] body() {
    return message.body();
  }

  /** The body read as UTF-8. */
  public String text() {
    return message.text();
  }

  /** The key of the message. */
  public Optional<String> key() {
    return message.key();
  }

  /** The headers of the message. */
  public Map<String, String> headers() {
    return message.headers();
  }
}
