package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.Mailbox;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A mail as the server received it. The content is not copied: the server keeps no reference to it
 * once it has called the receiver.
 *
 * @param sender the reverse-path; empty for {@code <>}, to which nothing may ever be bounced
 * @param recipients the forward-paths that were answered 250, at least one, without duplicates, in
 *     the order they came
 * @param content RFC 5322 headers and body with CRLF line ends, dots un-stuffed, beginning with the
 *     {@code Received:} field of this server (RFC 5321 §4.4)
 * @param eightBit whether the client said {@code BODY=8BITMIME} (RFC 6152)
 * @param declaredSize octets the client announced with {@code SIZE=} (RFC 1870)
 * @param returned what a bounce is to carry, {@code FULL} or {@code HDRS} (RFC 3461 §4.3); empty if
 *     nothing was said
 * @param envelopeId the value of ENVID as it came, xtext; empty if there was none
 * @param user who had authenticated; empty if nobody had
 * @param peer the address the mail came from
 * @param heloName what the client called itself
 * @param id the id this server wrote into the {@code Received:} field, unique among all servers
 * @param receivedAt when the last octet arrived
 */
@SuppressWarnings("ArrayRecordComponent") // mails are not compared, and copying them costs
public record IncomingMail(
    Optional<Mailbox> sender,
    List<IncomingRecipient> recipients,
    byte[] content,
    boolean eightBit,
    OptionalLong declaredSize,
    String returned,
    String envelopeId,
    String user,
    InetSocketAddress peer,
    String heloName,
    String id,
    Instant receivedAt) {

  public IncomingMail {
    recipients = List.copyOf(recipients);
  }

  /** The sender as text; the empty string for the null reverse-path. */
  public String senderAddress() {
    return sender.map(Mailbox::address).orElse("");
  }
}
