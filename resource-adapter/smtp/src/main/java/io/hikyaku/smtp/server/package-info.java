/**
 * The SMTP server: an own Netty codec and the dialogue of RFC 5321 with PIPELINING (RFC 2920), SIZE
 * (RFC 1870), 8BITMIME (RFC 6152), ENHANCEDSTATUSCODES (RFC 2034), DSN (RFC 3461), STARTTLS (RFC
 * 3207) and AUTH (RFC 4954).
 *
 * <p>From the wire inwards: {@code SessionHandler} moves octets and replies between the channel and
 * one {@code SmtpSession}; the session feeds them to {@code CommandLineReader} and {@code Dialogue}
 * or to {@code MailReception}, which hands complete mails to the {@link
 * io.hikyaku.smtp.server.MailReceiver}. All of one session runs on one event loop thread.
 */
package io.hikyaku.smtp.server;
