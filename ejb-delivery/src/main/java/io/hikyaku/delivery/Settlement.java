package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.bounce.ReportedRecipient;
import io.hikyaku.smtp.bounce.ReportedRecipient.Action;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What follows from the outcomes of a mail: nothing for who was reached, a later attempt for who
 * may be, a report for who will not be or wanted to hear of it. Thread-safe.
 */
final class Settlement {

  private final RetrySchedule schedule;
  private final Reports reports;
  private final DeliveryLog log;
  private final DestinationFigures figures;
  private final Clock clock;
  private final DoubleSupplier random;
  private final DeferralLog deferrals = new DeferralLog();

  Settlement(
      RetrySchedule schedule,
      Reports reports,
      DeliveryLog log,
      DestinationFigures figures,
      Clock clock,
      DoubleSupplier random) {
    this.schedule = schedule;
    this.reports = reports;
    this.log = log;
    this.figures = figures;
    this.clock = clock;
    this.random = random;
  }

  /** Adds what is to be sent for these parts of a mail, all of them decided. */
  void settle(Mail mail, List<Attempt> decided, Outbox out) {
    List<ReportedRecipient> failed = new ArrayList<>();
    List<ReportedRecipient> reached = new ArrayList<>();
    for (Attempt attempt : decided) {
      settle(mail, attempt, failed, reached, out);
    }
    if (!failed.isEmpty()) {
      reports.failed(mail, failed, out);
    }
    if (!reached.isEmpty()) {
      reports.delivered(mail, reached, out);
    }
  }

  private void settle(
      Mail mail,
      Attempt attempt,
      List<ReportedRecipient> failed,
      List<ReportedRecipient> reached,
      Outbox out) {
    Map<String, Outcome> outcomes = attempt.result();
    MailMessage part = attempt.part().mail();
    Instant now = clock.instant();
    List<MailRecipient> remaining = new ArrayList<>();
    List<Outcome> reasons = new ArrayList<>();
    Instant heldUntil = null;
    boolean tried = false;
    for (MailRecipient recipient : part.recipients()) {
      Outcome outcome = outcomes.get(recipient.address());
      log.outcome(part, recipient, attempt, outcome, now);
      figures.count(attempt.part().domain(), outcome);
      if (outcome instanceof Outcome.Delivered delivered) {
        if (recipient.wantsSuccess() && delivered.hop() != Outcome.Hop.RELAYED_WITH_REQUEST) {
          reached.add(reported(action(delivered), recipient, outcome, ""));
        }
      } else if (outcome instanceof Outcome.Refused) {
        failed.add(reported(Action.FAILED, recipient, outcome, ""));
      } else {
        remaining.add(recipient);
        reasons.add(outcome);
        if (outcome instanceof Outcome.Held held) {
          heldUntil = heldUntil == null ? held.until() : earlier(heldUntil, held.until());
        } else {
          tried = true;
          deferrals.deferred(attempt.route(), recipient.address(), outcome.reply().toString());
        }
      }
    }
    if (!remaining.isEmpty()) {
      MailMessage rest = part.withRecipients(remaining);
      String reason = Reasons.join(reasons.stream().map(Outcome::reply).toList());
      Optional<Instant> next =
          tried
              ? schedule.next(rest.receivedAt(), rest.attempts() + 1, now, random)
              : schedule.within(rest.receivedAt(), now, heldUntil);
      if (next.isEmpty()) {
        giveUp(rest, reasons, failed);
        return;
      }
      MailMessage retry = tried ? rest.afterAttempt(now + " " + reason) : rest;
      retry = reports.delayed(mail, retry, reported(remaining, reasons), out);
      out.add(mail.received().group(), retry.toMessage(next.get()));
    }
  }

  private void giveUp(MailMessage rest, List<Outcome> reasons, List<ReportedRecipient> failed) {
    String tried =
        "Given up after "
            + (rest.attempts() + 1)
            + " attempts in "
            + schedule.giveUpAfter().toSeconds()
            + " s.";
    for (int i = 0; i < reasons.size(); i++) {
      failed.add(reported(Action.FAILED, rest.recipients().get(i), reasons.get(i), tried));
    }
  }

  private static List<ReportedRecipient> reported(
      List<MailRecipient> recipients, List<Outcome> outcomes) {
    List<ReportedRecipient> reported = new ArrayList<>();
    for (int i = 0; i < recipients.size(); i++) {
      if (recipients.get(i).wantsDelay()) {
        reported.add(reported(Action.DELAYED, recipients.get(i), outcomes.get(i), ""));
      }
    }
    return reported;
  }

  private static ReportedRecipient reported(
      Action action, MailRecipient recipient, Outcome outcome, String explanation) {
    SmtpReply reply = outcome.reply();
    return new ReportedRecipient(
        action,
        recipient.address(),
        recipient.originalRecipient(),
        reply,
        outcome.host(),
        explanation);
  }

  private static Action action(Outcome.Delivered delivered) {
    return delivered.hop() == Outcome.Hop.LAST ? Action.DELIVERED : Action.RELAYED;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
