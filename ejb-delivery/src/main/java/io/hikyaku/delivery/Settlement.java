package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.smtp.bounce.FailedRecipient;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What follows from the outcomes of a mail: nothing for who was reached, a later attempt for who
 * may be, a bounce for who will not be. Thread-safe.
 */
final class Settlement {

  private final RetrySchedule schedule;
  private final BounceWriter bounces;
  private final Clock clock;
  private final DoubleSupplier random;
  private final DeferralLog deferrals = new DeferralLog();

  Settlement(RetrySchedule schedule, BounceWriter bounces, Clock clock, DoubleSupplier random) {
    this.schedule = schedule;
    this.bounces = bounces;
    this.clock = clock;
    this.random = random;
  }

  /** Adds what is to be sent for this mail. */
  void settle(Mail mail, Route route, Map<String, Outcome> outcomes, Outbox out) {
    Map<String, Outcome.Deferred> deferred = new LinkedHashMap<>();
    List<FailedRecipient> failed = new ArrayList<>();
    outcomes.forEach(
        (recipient, outcome) -> {
          if (outcome instanceof Outcome.Deferred later) {
            deferred.put(recipient, later);
            deferrals.deferred(route, recipient, later.reply().toString());
          } else if (outcome instanceof Outcome.Refused refused) {
            failed.add(new FailedRecipient(recipient, refused.reply(), refused.host(), ""));
          }
        });
    if (!deferred.isEmpty()) {
      retryOrGiveUp(mail, deferred, failed, out);
    }
    if (!failed.isEmpty()) {
      giveUp(mail, failed, out);
    }
  }

  private void retryOrGiveUp(
      Mail mail, Map<String, Outcome.Deferred> deferred, List<FailedRecipient> failed, Outbox out) {
    String reason =
        Reasons.join(deferred.values().stream().map(outcome -> outcome.reply()).toList());
    MailMessage retry = mail.mail().afterAttempt(List.copyOf(deferred.keySet()), reason);
    Optional<Instant> next =
        schedule.next(retry.receivedAt(), retry.attempts(), clock.instant(), random);
    if (next.isPresent()) {
      out.add(mail.received().group(), retry.toMessage(next.get()));
      return;
    }
    String tried = "Given up after " + retry.attempts() + " attempts in " + age() + ".";
    deferred.forEach(
        (recipient, outcome) ->
            failed.add(new FailedRecipient(recipient, outcome.reply(), outcome.host(), tried)));
  }

  private void giveUp(Mail mail, List<FailedRecipient> failed, Outbox out) {
    List<String> recipients = failed.stream().map(FailedRecipient::recipient).toList();
    String reason = Reasons.join(failed.stream().map(FailedRecipient::reply).toList());
    if (mail.mail().sender().isEmpty()) {
      // RFC 5321, section 4.5.5: nothing is ever sent in answer to a bounce
      bury(mail, recipients, "a bounce, or mail without a sender, was refused: " + reason, out);
      return;
    }
    try {
      out.add(mail.received().group(), bounces.bounce(mail.mail(), failed).toMessage());
      OperatorMessage.BOUNCED.log(mail.received().id(), mail.mail().sender(), recipients, reason);
    } catch (SmtpSyntaxException e) {
      bury(
          mail,
          recipients,
          "refused (" + reason + ") and the sender is no address: " + e.getMessage(),
          out);
    }
  }

  /** Nobody can be told: kept with the reason, for the recipients that it failed for. */
  private static void bury(Mail mail, List<String> recipients, String reason, Outbox out) {
    String dead = DeadLetter.group(mail.received().group());
    out.add(dead, DeadLetter.of(mail.received(), recipients + ": " + reason));
    OperatorMessage.BURIED.log(mail.received().id(), recipients, dead, reason);
  }

  private String age() {
    return schedule.giveUpAfter().toSeconds() + " s";
  }
}
