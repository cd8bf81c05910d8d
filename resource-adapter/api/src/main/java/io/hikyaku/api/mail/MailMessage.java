package io.hikyaku.api.mail;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mail in a queue group: the envelope of RFC 5321 and RFC 3461 in the headers, the content of RFC
 * 5322 as the body. A mail is one message, however many recipients it has. Its key is its
 * destination, the domain of its recipients, if they share one. Immutable.
 *
 * @param id the name that it keeps until its last recipient is settled; its sender was told it
 * @param sender the reverse path without angle brackets; empty for a bounce
 * @param recipients those it has not reached yet, at least one
 * @param content headers and text with CRLF line ends, not dot-stuffed
 * @param eightBit whether it was declared {@code BODY=8BITMIME} (RFC 6152)
 * @param returned what a bounce is to carry, {@code FULL} or {@code HDRS}; empty if nothing was
 *     said
 * @param envelopeId the value of ENVID, xtext; empty if there was none
 * @param receivedAt when it was taken from the client
 * @param attempts how often delivery was tried
 * @param delayTold whether the sender was told that it takes long
 * @param history what was met up to now, the newest last; at most {@link #MAX_HISTORY} lines
 */
@SuppressWarnings("ArrayRecordComponent") // mails are not compared, and copying them costs
public record MailMessage(
    String id,
    String sender,
    List<MailRecipient> recipients,
    byte[] content,
    boolean eightBit,
    String returned,
    String envelopeId,
    Instant receivedAt,
    int attempts,
    boolean delayTold,
    List<String> history) {

  /** Lines of history that are kept. */
  public static final int MAX_HISTORY = 16;

  /** Characters of a line of history that are kept. */
  public static final int MAX_HISTORY_LINE = 300;

  private static final String ID = "mail-id";
  private static final String SENDER = "mail-sender";
  private static final String RECIPIENTS = "mail-recipients";
  private static final String EIGHT_BIT = "mail-8bit";
  private static final String RETURNED = "mail-ret";
  private static final String ENVELOPE_ID = "mail-envid";
  private static final String RECEIVED_AT = "mail-received-at";
  private static final String ATTEMPTS = "mail-attempts";
  private static final String DELAY_TOLD = "mail-delay-told";
  private static final String HISTORY = "mail-history";

  /** Separates recipients, and lines of history, in a header: none of them can hold it. */
  private static final String SEPARATOR = "\n";

  /**
   * @throws IllegalArgumentException if there is no recipient
   */
  public MailMessage {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("mail " + id + " from <" + sender + "> has no recipient");
    }
    history =
        List.copyOf(history.subList(Math.max(0, history.size() - MAX_HISTORY), history.size()));
  }

  /** A mail that was not tried yet. */
  public static MailMessage of(
      String id, String sender, List<String> recipients, byte[] content, Instant receivedAt) {
    List<MailRecipient> plain = recipients.stream().map(MailRecipient::of).toList();
    return new MailMessage(
        id, sender, plain, content, false, "", "", receivedAt, 0, false, List.of());
  }

  /** The addresses of the recipients, in their order. */
  public List<String> addresses() {
    return recipients.stream().map(MailRecipient::address).toList();
  }

  /** The domain that all recipients share; empty if they are of several. */
  public String destination() {
    String first = recipients.get(0).domain();
    for (MailRecipient recipient : recipients) {
      if (!recipient.domain().equals(first)) {
        return "";
      }
    }
    return first;
  }

  /** The content, read: its header fields, and the text behind them. */
  public MailContent parsed() {
    return MailContent.of(content);
  }

  /** The last line of the history; empty if there is none. */
  public String lastError() {
    return history.isEmpty() ? "" : history.get(history.size() - 1);
  }

  /** The same mail for some of its recipients. */
  public MailMessage withRecipients(List<MailRecipient> some) {
    return new MailMessage(
        id,
        sender,
        some,
        content,
        eightBit,
        returned,
        envelopeId,
        receivedAt,
        attempts,
        delayTold,
        history);
  }

  /** The same mail after one more attempt. */
  public MailMessage afterAttempt(String line) {
    List<String> longer = new ArrayList<>(history);
    String oneLine = line.replaceAll("\\p{Cntrl}", " ");
    longer.add(oneLine.substring(0, Math.min(oneLine.length(), MAX_HISTORY_LINE)));
    return new MailMessage(
        id,
        sender,
        recipients,
        content,
        eightBit,
        returned,
        envelopeId,
        receivedAt,
        attempts + 1,
        delayTold,
        longer);
  }

  /** The same mail, of whose delay the sender was told. */
  public MailMessage withDelayTold() {
    return new MailMessage(
        id,
        sender,
        recipients,
        content,
        eightBit,
        returned,
        envelopeId,
        receivedAt,
        attempts,
        true,
        history);
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
    Message.Builder builder = Message.builder(content);
    String destination = destination();
    if (!destination.isEmpty()) {
      builder.key(destination);
    }
    List<String> texts = recipients.stream().map(MailRecipient::toText).toList();
    builder
        .header(ID, id)
        .header(SENDER, sender)
        .header(RECIPIENTS, String.join(SEPARATOR, texts))
        .header(RECEIVED_AT, Long.toString(receivedAt.toEpochMilli()));
    if (eightBit) {
      builder.header(EIGHT_BIT, "1");
    }
    if (!returned.isEmpty()) {
      builder.header(RETURNED, returned);
    }
    if (!envelopeId.isEmpty()) {
      builder.header(ENVELOPE_ID, envelopeId);
    }
    if (attempts > 0) {
      builder.header(ATTEMPTS, Integer.toString(attempts));
    }
    if (delayTold) {
      builder.header(DELAY_TOLD, "1");
    }
    if (!history.isEmpty()) {
      builder.header(HISTORY, String.join(SEPARATOR, history));
    }
    return builder;
  }

  /**
   * Reads a mail back from a message.
   *
   * @throws IllegalArgumentException if it is none, saying why: something else was sent to the
   *     group
   */
  public static MailMessage from(ReceivedMessage received) {
    return from(received.id().toString(), received.headers(), received.body());
  }

  /** The same from the parts of a message; {@code name} names it in what is thrown. */
  public static MailMessage from(String name, Map<String, String> headers, byte[] body) {
    for (String header : List.of(SENDER, RECIPIENTS, RECEIVED_AT)) {
      if (!headers.containsKey(header)) {
        throw new IllegalArgumentException(
            "message " + name + " is not a mail: header " + header + " is missing");
      }
    }
    List<MailRecipient> recipients = new ArrayList<>();
    for (String text : headers.get(RECIPIENTS).split(SEPARATOR, -1)) {
      MailRecipient recipient = MailRecipient.fromText(text);
      if (recipient.address().isBlank()) {
        throw new IllegalArgumentException(
            "message " + name + " is not a mail: a recipient is empty");
      }
      recipients.add(recipient);
    }
    String history = headers.getOrDefault(HISTORY, "");
    try {
      return new MailMessage(
          headers.getOrDefault(ID, name),
          headers.get(SENDER),
          recipients,
          body,
          headers.containsKey(EIGHT_BIT),
          headers.getOrDefault(RETURNED, ""),
          headers.getOrDefault(ENVELOPE_ID, ""),
          Instant.ofEpochMilli(Long.parseLong(headers.get(RECEIVED_AT))),
          Integer.parseInt(headers.getOrDefault(ATTEMPTS, "0")),
          headers.containsKey(DELAY_TOLD),
          history.isEmpty() ? List.of() : List.of(history.split(SEPARATOR, -1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "message " + name + " is not a mail: a header is no number: " + e.getMessage(), e);
    }
  }
}
