package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.smtp.bounce.DeliveryStatusNotification;
import io.hikyaku.smtp.bounce.FailedRecipient;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Writes the mail that tells a sender what could not be delivered (RFC 3464). */
final class BounceWriter {

  private final String hostName;
  private final Clock clock;

  BounceWriter(String hostName, Clock clock) {
    this.hostName = hostName;
    this.clock = clock;
  }

  /**
   * The bounce, from the empty sender to the sender of the mail.
   *
   * @throws SmtpSyntaxException if the sender is no address: an application can send such a mail
   */
  MailMessage bounce(MailMessage mail, List<FailedRecipient> failures) throws SmtpSyntaxException {
    Mailbox sender = Mailbox.parse(mail.sender());
    DeliveryStatusNotification report =
        new DeliveryStatusNotification(
            hostName,
            mail.sender(),
            failures,
            mail.content(),
            mail.receivedAt(),
            UUID.randomUUID() + "@" + hostName);
    return MailMessage.received(
        "", List.of(mail.sender()), sender.domain(), report.toMail(clock), false, clock.instant());
  }
}
