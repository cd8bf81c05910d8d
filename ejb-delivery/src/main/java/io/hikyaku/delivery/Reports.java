package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.smtp.bounce.DeliveryStatusNotification;
import io.hikyaku.smtp.bounce.ReportedRecipient;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Writes the mails that tell a sender what became of his (RFC 3464), as far as he wants to hear it
 * (RFC 3461). Nothing is ever sent in answer to mail without a sender. Thread-safe.
 */
final class Reports {

  private final String hostName;
  private final Duration delayWarning;
  private final DeadLetters deadLetters;
  private final Clock clock;

  /**
   * @param delayWarning the age at which who asked for it is told that his mail takes long
   */
  Reports(String hostName, Duration delayWarning, DeadLetters deadLetters, Clock clock) {
    this.hostName = hostName;
    this.delayWarning = delayWarning;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /** Tells of recipients that are given up; what nobody can be told goes to the dead letters. */
  void failed(Mail mail, List<ReportedRecipient> failed, Outbox out) {
    List<String> all = failed.stream().map(ReportedRecipient::recipient).toList();
    String reason = Reasons.join(failed.stream().map(ReportedRecipient::reply).toList());
    if (mail.mail().sender().isEmpty()) {
      // RFC 5321, section 4.5.5: nothing is ever sent in answer to a bounce
      bury(mail, all, "a bounce, or mail without a sender, was refused: " + reason, out);
      return;
    }
    List<ReportedRecipient> wanted =
        failed.stream().filter(recipient -> wantsFailure(mail, recipient.recipient())).toList();
    if (wanted.isEmpty()) {
      OperatorMessage.DROPPED.log(mail.mail().id(), mail.mail().sender(), all, reason);
      return;
    }
    boolean full = mail.mail().returned().equals("FULL");
    try {
      out.add(mail.received().group(), report(mail.mail(), wanted, full).toMessage());
      OperatorMessage.BOUNCED.log(mail.mail().id(), mail.mail().sender(), all, reason);
    } catch (SmtpSyntaxException e) {
      bury(
          mail,
          all,
          "refused (" + reason + ") and the sender is no address: " + e.getMessage(),
          out);
    }
  }

  /** Tells of deliveries to who wanted to hear of them. */
  void delivered(Mail mail, List<ReportedRecipient> reached, Outbox out) {
    tell(mail, reached, out);
  }

  /**
   * Tells once that a mail takes long, to who wanted to hear of it.
   *
   * @return the mail to go on with
   */
  MailMessage delayed(Mail mail, MailMessage retry, List<ReportedRecipient> delayed, Outbox out) {
    boolean due = !clock.instant().isBefore(retry.receivedAt().plus(delayWarning));
    if (!due || retry.delayTold() || delayed.isEmpty()) {
      return retry;
    }
    tell(mail, delayed, out);
    return retry.withDelayTold();
  }

  private void tell(Mail mail, List<ReportedRecipient> recipients, Outbox out) {
    if (mail.mail().sender().isEmpty()) {
      return;
    }
    try {
      out.add(mail.received().group(), report(mail.mail(), recipients, false).toMessage());
    } catch (SmtpSyntaxException e) {
      // an application can send such a mail; nobody can be told of it, and nothing is lost
    }
  }

  private MailMessage report(MailMessage mail, List<ReportedRecipient> recipients, boolean full)
      throws SmtpSyntaxException {
    Mailbox sender = Mailbox.parse(mail.sender());
    String id = UUID.randomUUID().toString();
    DeliveryStatusNotification report =
        new DeliveryStatusNotification(
            hostName,
            sender.address(),
            recipients,
            mail.content(),
            full,
            mail.envelopeId(),
            mail.receivedAt(),
            id + "@" + hostName);
    return MailMessage.of(id, "", List.of(sender.address()), report.toMail(clock), clock.instant());
  }

  private static boolean wantsFailure(Mail mail, String address) {
    return mail.mail().recipients().stream()
        .anyMatch(recipient -> recipient.address().equals(address) && recipient.wantsFailure());
  }

  /** Nobody can be told: kept with the reason, for the recipients that it failed for. */
  private void bury(Mail mail, List<String> recipients, String reason, Outbox out) {
    String dead = DeadLetters.group(mail.received().group());
    out.add(dead, deadLetters.of(mail.received(), recipients + ": " + reason));
    OperatorMessage.BURIED.log(mail.mail().id(), recipients, dead, reason);
  }
}
