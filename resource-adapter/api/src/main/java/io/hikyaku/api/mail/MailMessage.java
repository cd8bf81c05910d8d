package io.hikyaku.api.mail;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mail in a queue group: the envelope of RFC 5321 in the headers, the content of RFC 5322 as the
 * body, the destination domain as the key.
 *
 * @param sender the reverse path without angle brackets; empty for a bounce
 * @param recipients the forward paths without angle brackets, all of one domain, at least one
 * @param domain the domain of the recipients, in lower case
 * @param content headers and text with CRLF line ends, not dot-stuffed
 * @param eightBit whether it was declared {@code BODY=8BITMIME} (RFC 6152)
 * @param receivedAt when it was taken from the client
 * @param attempts how often delivery was tried
 * @param lastError what the last attempt met, empty before the first
 */
public record MailMessage(
    String sender,
    List<String> recipients,
    String domain,
    byte[] content,
    boolean eightBit,
    Instant receivedAt,
    int attempts,
    String lastError) {

  private static final String SENDER = "mail-sender";
  private static final String RECIPIENTS = "mail-recipients";
  private static final String EIGHT_BIT = "mail-8bit";
  private static final String RECEIVED_AT = "mail-received-at";
  private static final String ATTEMPTS = "mail-attempts";
  private static final String LAST_ERROR = "mail-last-error";

  /** Separates recipients in the header: no mailbox can hold it. */
  private static final String SEPARATOR = "\n";

  public MailMessage {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("a mail from <" + sender + "> has no recipient");
    }
  }

  /** A mail that was just received. */
  public static MailMessage received(
      String sender,
      List<String> recipients,
      String domain,
      byte[] content,
      boolean eightBit,
      Instant receivedAt) {
    return new MailMessage(sender, recipients, domain, content, eightBit, receivedAt, 0, "");
  }

  /** The same mail for these recipients only, after one more attempt that met this error. */
  public MailMessage afterAttempt(List<String> remaining, String error) {
    return new MailMessage(
        sender, remaining, domain, content, eightBit, receivedAt, attempts + 1, error);
  }

  /** The message to send to a group, deliverable at once. */
  public Message toMessage() {
    return builder().build();
  }

  /** The message to send to a group, held back until this time. */
  public Message toMessage(Instant deliverAt) {
    return builder().deliverAt(deliverAt).build();
  }

  private Message.Builder builder() {
    Message.Builder builder =
        Message.builder(content)
            .key(domain)
            .header(SENDER, sender)
            .header(RECIPIENTS, String.join(SEPARATOR, recipients))
            .header(RECEIVED_AT, Long.toString(receivedAt.toEpochMilli()));
    if (eightBit) {
      builder.header(EIGHT_BIT, "1");
    }
    if (attempts > 0) {
      builder.header(ATTEMPTS, Integer.toString(attempts)).header(LAST_ERROR, lastError);
    }
    return builder;
  }

  /**
   * Reads a mail back from a message.
   *
   * @throws IllegalArgumentException if a header of a mail is missing: something else was sent to
   *     the group
   */
  public static MailMessage from(ReceivedMessage received) {
    Map<String, String> headers = received.headers();
    for (String name : List.of(SENDER, RECIPIENTS, RECEIVED_AT)) {
      if (!headers.containsKey(name)) {
        throw new IllegalArgumentException(
            "message " + received.id() + " is not a mail: header " + name + " is missing");
      }
    }
    return new MailMessage(
        headers.get(SENDER),
        new ArrayList<>(List.of(headers.get(RECIPIENTS).split(SEPARATOR, -1))),
        received.key().orElse(""),
        received.body(),
        headers.containsKey(EIGHT_BIT),
        Instant.ofEpochMilli(Long.parseLong(headers.get(RECEIVED_AT))),
        Integer.parseInt(headers.getOrDefault(ATTEMPTS, "0")),
        headers.getOrDefault(LAST_ERROR, ""));
  }
}
