package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import java.time.Duration;

/** What this client says where the server said nothing; codes by RFC 3463. */
final class LocalReplies {

  static final SmtpReply STOPPING = SmtpReply.of(451, "4.3.2", "This client is stopping");
  static final SmtpReply TOO_MANY_DELIVERIES =
      SmtpReply.of(451, "4.3.2", "Too many mails are with this client");
  static final SmtpReply TOO_MANY_CONNECTIONS =
      SmtpReply.of(451, "4.3.2", "This client has as many connections as it may have");
  static final SmtpReply SERVER_LIED =
      SmtpReply.of(451, "4.5.0", "Server answered DATA with success but not with 354");

  static final SmtpReply CONVERSION_NEEDED =
      SmtpReply.of(
          554,
          "5.6.3",
          "Mail has 8-bit octets, which the server does not take, and cannot be converted");

  private LocalReplies() {}

  static SmtpReply badSender(String why) {
    return SmtpReply.of(501, "5.1.7", "Bad sender: " + why);
  }

  static SmtpReply badRecipient(String why) {
    return SmtpReply.of(501, "5.1.3", "Bad recipient: " + why);
  }

  static SmtpReply tooLarge(int octets, long limit) {
    return SmtpReply.of(
        552, "5.3.4", "Mail of " + octets + " octets exceeds the server's limit of " + limit);
  }

  static SmtpReply tooManyWaiting(SmtpSite destination, int limit) {
    return SmtpReply.of(451, "4.3.2", limit + " mails wait for " + destination + " already");
  }

  static SmtpReply refusedBefore(SmtpReply refusal) {
    return SmtpReply.of(451, "4.3.2", "Server refused to talk a while ago: " + refusal);
  }

  static SmtpReply waitedTooLong(SmtpSite destination, Duration waited) {
    return SmtpReply.of(
        451, "4.4.5", "No connection to " + destination + " became free in " + waited);
  }

  static SmtpReply unknownHost(SmtpDestination destination, Throwable cause) {
    return SmtpReply.of(451, "4.4.3", "No address found for " + destination + reason(cause));
  }

  static SmtpReply notConnected(SmtpDestination destination, Throwable cause) {
    return SmtpReply.of(451, "4.4.1", "Cannot connect to " + destination + reason(cause));
  }

  static SmtpReply connectionLost(SmtpDestination destination, DeliveryStage stage) {
    return SmtpReply.of(451, "4.4.2", "Connection to " + destination + " lost at " + stage);
  }

  static SmtpReply timedOut(SmtpDestination destination, DeliveryStage stage, Duration timeout) {
    return SmtpReply.of(
        451, "4.4.2", "Nothing from " + destination + " at " + stage + " for " + timeout);
  }

  static SmtpReply protocolError(SmtpDestination destination, Throwable cause) {
    return SmtpReply.of(451, "4.5.0", destination + " does not speak SMTP" + reason(cause));
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? ": " + cause : ": " + cause.getMessage();
  }
}
