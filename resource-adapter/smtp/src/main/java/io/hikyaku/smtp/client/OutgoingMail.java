package io.hikyaku.smtp.client;

import java.util.List;

/**
 * A mail to deliver. The content is not copied and must not be changed until the delivery is done.
 *
 * @param sender the reverse-path without brackets; empty for {@code <>}
 * @param recipients forward-paths without brackets, at least one
 * @param content RFC 5322 headers and body. Lines should end with CRLF; a bare CR or LF is sent as
 *     CRLF, for it may not be sent as it is (RFC 5321 §2.3.8). Dots are stuffed by the client
 * @param eightBit whether the content has octets above 127: {@code BODY=8BITMIME} is said to
 *     servers that offer it, and the octets are sent as they are to those that do not
 */
@SuppressWarnings("ArrayRecordComponent") // mails are not compared, and copying them costs
public record OutgoingMail(
    String sender, List<String> recipients, byte[] content, boolean eightBit) {

  /**
   * @throws IllegalArgumentException if there is no recipient
   */
  public OutgoingMail {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("mail of <" + sender + "> has no recipient");
    }
    recipients = List.copyOf(recipients);
  }
}
