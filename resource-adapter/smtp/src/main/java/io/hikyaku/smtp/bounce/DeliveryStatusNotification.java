package io.hikyaku.smtp.bounce;

import io.hikyaku.smtp.MailDate;
import io.hikyaku.smtp.bounce.ReportedRecipient.Action;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import io.hikyaku.smtp.grammar.Xtext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A report to the sender of a mail: to whom it could not be delivered, or takes long, or was
 * delivered. A {@code multipart/report} (RFC 6522) of a text for humans, a {@code
 * message/delivery-status} (RFC 3464) and the mail or its headers. Immutable; to be sent with the
 * null reverse-path {@code <>}.
 *
 * @param reportingMta host name of who reports
 * @param originalSender envelope sender of the mail, to whom the report goes
 * @param recipients at least one, all of the same action
 * @param originalContent the mail
 * @param full whether all of the mail is returned, not only its headers; of a mail over {@link
 *     #MAX_FULL} octets it never is
 * @param envelopeId the value of ENVID, xtext; empty if there was none
 * @param arrivalDate when the mail came to the reporting MTA
 * @param messageId of the report, without angle brackets
 */
@SuppressWarnings("ArrayRecordComponent") // mails are not compared, and copying them costs
public record DeliveryStatusNotification(
    String reportingMta,
    String originalSender,
    List<ReportedRecipient> recipients,
    byte[] originalContent,
    boolean full,
    String envelopeId,
    Instant arrivalDate,
    String messageId) {

  /** The largest mail that is returned as a whole, as Postfix has it. */
  public static final int MAX_FULL = 50_000;

  /**
   * @throws IllegalArgumentException if there is no recipient, or the sender is empty: a bounce is
   *     never bounced (RFC 5321 §4.5.5)
   */
  public DeliveryStatusNotification {
    if (originalSender.isEmpty()) {
      throw new IllegalArgumentException(
          "mail of the null sender <> must not be bounced (RFC 5321 section 4.5.5)");
    }
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to report to <" + originalSender + ">: no recipient failed");
    }
    recipients = List.copyOf(recipients);
  }

  /**
   * The report as a mail with CRLF line ends; of 7-bit octets, unless it returns a whole mail that
   * has others.
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
    if (full && originalContent.length <= MAX_FULL) {
      out.field("Content-Type", "message/rfc822");
      out.field("Content-Description", "The mail");
      out.field("Content-Transfer-Encoding", "8bit");
      out.blank().raw(new String(originalContent, StandardCharsets.ISO_8859_1));
    } else {
      ReturnedHeaders returned = ReturnedHeaders.of(originalContent);
      out.field("Content-Type", "text/rfc822-headers");
      out.field("Content-Description", "Headers of the mail");
      out.field("Content-Transfer-Encoding", returned.encoding());
      out.blank().raw(returned.text());
    }
    out.blank().line("--" + boundary + "--");
    return out.toBytes();
  }

  private void headers(ReportWriter out, Instant now, String boundary) {
    out.field("Date", MailDate.format(now));
    out.field("From", "Mail Delivery System <MAILER-DAEMON@" + reportingMta + ">");
    out.field("To", "<" + originalSender + ">");
    out.field(
        "Subject",
        switch (action()) {
          case FAILED -> "Undelivered Mail Returned to Sender";
          case DELAYED -> "Delayed Mail (still being tried)";
          case DELIVERED, RELAYED -> "Successful Mail Delivery Report";
        });
    out.field("Message-ID", "<" + messageId + ">");
    out.field("Auto-Submitted", "auto-replied");
    out.field("MIME-Version", "1.0");
    out.line("Content-Type: multipart/report; report-type=delivery-status;");
    out.line("\tboundary=\"" + boundary + "\"");
  }

  private Action action() {
    return recipients.get(0).action();
  }

  private void humanPart(ReportWriter out) {
    out.field("Content-Type", "text/plain; charset=us-ascii");
    out.field("Content-Description", "Notification");
    out.blank().line("This is the mail system at host " + reportingMta + ".").blank();
    switch (action()) {
      case FAILED -> out.line("Your mail could not be delivered to one or more recipients.");
      case DELAYED -> out.line("Your mail could not be delivered yet. It is tried on.");
      case DELIVERED -> out.line("Your mail was delivered to the mailboxes below.");
      case RELAYED ->
          out.line("Your mail was handed to servers that give no reports of deliveries.");
    }
    for (ReportedRecipient recipient : recipients) {
      out.blank();
      String said = recipient.remoteMta().isEmpty() ? "" : recipient.remoteMta() + " said: ";
      out.folded("<" + recipient.recipient() + ">: ", said + recipient.reply(), "    ");
      if (!recipient.explanation().isEmpty()) {
        out.folded("    ", recipient.explanation(), "    ");
      }
    }
  }

  private void statusPart(ReportWriter out, Instant now) {
    out.field("Content-Type", "message/delivery-status");
    out.field("Content-Description", "Delivery report");
    out.blank();
    if (!envelopeId.isEmpty()) {
      out.field("Original-Envelope-Id", decoded(envelopeId));
    }
    out.field("Reporting-MTA", "dns; " + reportingMta);
    out.field("Arrival-Date", MailDate.format(arrivalDate));
    for (ReportedRecipient recipient : recipients) {
      out.blank();
      String original = recipient.originalRecipient();
      int semicolon = original.indexOf(';');
      if (semicolon > 0) {
        out.field(
            "Original-Recipient",
            original.substring(0, semicolon) + "; " + decoded(original.substring(semicolon + 1)));
      }
      out.field("Final-Recipient", "rfc822; " + recipient.recipient());
      out.field("Action", recipient.action().name().toLowerCase(Locale.ROOT));
      out.field("Status", recipient.reply().statusOrDefault());
      if (!recipient.remoteMta().isEmpty()) {
        out.field("Remote-MTA", "dns; " + recipient.remoteMta());
      }
      out.field("Diagnostic-Code", "smtp; " + recipient.reply());
      out.field("Last-Attempt-Date", MailDate.format(now));
    }
  }

  /** What an application sent need not be xtext. */
  private static String decoded(String xtext) {
    try {
      return Xtext.decode(xtext);
    } catch (SmtpSyntaxException plain) {
      return xtext;
    }
  }
}
