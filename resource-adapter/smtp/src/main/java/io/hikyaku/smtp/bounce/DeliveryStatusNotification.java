package io.hikyaku.smtp.bounce;

import io.hikyaku.smtp.MailDate;
import io.hikyaku.smtp.SmtpReply;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A bounce: tells the sender of a mail to whom it could not be delivered. A {@code
 * multipart/report} (RFC 6522) of a text for humans, a {@code message/delivery-status} (RFC 3464)
 * and the headers of the mail. Immutable; to be sent with the null reverse-path {@code <>}.
 *
 * @param reportingMta host name of who gave up
 * @param originalSender envelope sender of the mail, to whom the bounce goes
 * @param failures at least one
 * @param originalContent the mail; its headers are returned, its body is not
 * @param arrivalDate when the mail came to the reporting MTA
 * @param messageId of the bounce, without angle brackets
 */
@SuppressWarnings("ArrayRecordComponent") // mails are not compared, and copying them costs
public record DeliveryStatusNotification(
    String reportingMta,
    String originalSender,
    List<FailedRecipient> failures,
    byte[] originalContent,
    Instant arrivalDate,
    String messageId) {

  /**
   * @throws IllegalArgumentException if there is no failure, or the sender is empty: a bounce is
   *     never bounced (RFC 5321 §4.5.5)
   */
  public DeliveryStatusNotification {
    if (originalSender.isEmpty()) {
      throw new IllegalArgumentException(
          "mail of the null sender <> must not be bounced (RFC 5321 section 4.5.5)");
    }
    if (failures.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to report to <" + originalSender + ">: no recipient failed");
    }
    failures = List.copyOf(failures);
  }

  /**
   * The bounce as a mail of 7-bit octets with CRLF line ends.
   *
   * @param clock gives the Date field and the date of the last attempt
   */
  public byte[] toMail(Clock clock) {
    Instant now = clock.instant();
    String boundary = "=_hikyaku_" + UUID.randomUUID();
    ReportWriter out = new ReportWriter();
    headers(out, now, boundary);
    out.blank().line("This is a report in MIME format (RFC 3464).");
    out.blank().line("--" + boundary);
    humanPart(out);
    out.blank().line("--" + boundary);
    statusPart(out, now);
    out.blank().line("--" + boundary);
    ReturnedHeaders returned = ReturnedHeaders.of(originalContent);
    out.field("Content-Type", "text/rfc822-headers");
    out.field("Content-Description", "Headers of the undelivered mail");
    out.field("Content-Transfer-Encoding", returned.encoding());
    out.blank().raw(returned.text());
    out.blank().line("--" + boundary + "--");
    return out.toBytes();
  }

  private void headers(ReportWriter out, Instant now, String boundary) {
    out.field("Date", MailDate.format(now));
    out.field("From", "Mail Delivery System <MAILER-DAEMON@" + reportingMta + ">");
    out.field("To", "<" + originalSender + ">");
    out.field("Subject", "Undelivered Mail Returned to Sender");
    out.field("Message-ID", "<" + messageId + ">");
    out.field("Auto-Submitted", "auto-replied");
    out.field("MIME-Version", "1.0");
    out.line("Content-Type: multipart/report; report-type=delivery-status;");
    out.line("\tboundary=\"" + boundary + "\"");
  }

  private void humanPart(ReportWriter out) {
    out.field("Content-Type", "text/plain; charset=us-ascii");
    out.field("Content-Description", "Notification");
    out.blank().line("This is the mail system at host " + reportingMta + ".").blank();
    out.line("Your mail could not be delivered to one or more recipients. Its headers");
    out.line("are attached below; its text is not returned.");
    for (FailedRecipient failure : failures) {
      out.blank();
      String said = failure.remoteMta().isEmpty() ? "" : failure.remoteMta() + " said: ";
      out.folded("<" + failure.recipient() + ">: ", said + failure.reply(), "    ");
      if (!failure.explanation().isEmpty()) {
        out.folded("    ", failure.explanation(), "    ");
      }
    }
  }

  private void statusPart(ReportWriter out, Instant now) {
    out.field("Content-Type", "message/delivery-status");
    out.field("Content-Description", "Delivery report");
    out.blank();
    out.field("Reporting-MTA", "dns; " + reportingMta);
    out.field("Arrival-Date", MailDate.format(arrivalDate));
    for (FailedRecipient failure : failures) {
      SmtpReply reply = failure.reply();
      out.blank();
      out.field("Final-Recipient", "rfc822; " + failure.recipient());
      out.field("Action", "failed");
      out.field("Status", reply.statusOrDefault());
      if (!failure.remoteMta().isEmpty()) {
        out.field("Remote-MTA", "dns; " + failure.remoteMta());
      }
      out.field("Diagnostic-Code", "smtp; " + reply);
      out.field("Last-Attempt-Date", MailDate.format(now));
    }
  }
}
