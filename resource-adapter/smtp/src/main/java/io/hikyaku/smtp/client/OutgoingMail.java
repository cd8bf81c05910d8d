package io.hikyaku.smtp.client;

import java.util.List;

/**
 * A mail to deliver. The content is not copied and must not be changed until the delivery is done.
 *
 * @param sender the reverse-path without brackets; empty for {@code <>}
 * @param recipients at least one
 * @param content RFC 5322 headers and body. Lines should end with CRLF; a bare CR or LF is sent as
 *     CRLF, for it may not be sent as it is (RFC 5321 §2.3.8). Dots are stuffed by the client
 * @param eightBit whether it was declared {@code BODY=8BITMIME}. A content with octets above 127 is
 *     declared so anyway to servers that offer it, and converted for others (RFC 6152 §3); if it
 *     cannot be, it is refused
 * @param returned the value of RET (RFC 3461); empty for none
 * @param envelopeId the value of ENVID, xtext; empty for none. What cannot be a value is encoded
 */
@SuppressWarnings("ArrayRecordComponent") // mails are not compared, and copying them costs
public record OutgoingMail(
    String sender,
    List<OutgoingRecipient> recipients,
    byte[] content,
    boolean eightBit,
    String returned,
    String envelopeId) {

  /**
   * @throws IllegalArgumentException if there is no recipient
   */
  public OutgoingMail {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("mail of <" + sender + "> has no recipient");
    }
    recipients = List.copyOf(recipients);
  }

  /** A mail whose sender asked for nothing. */
  public OutgoingMail(String sender, List<String> recipients, byte[] content, boolean eightBit) {
    this(
        sender, recipients.stream().map(OutgoingRecipient::of).toList(), content, eightBit, "", "");
  }

  /** The same mail with another content. */
  OutgoingMail withContent(byte[] other) {
    return new OutgoingMail(sender, recipients, other, eightBit, returned, envelopeId);
  }
}
