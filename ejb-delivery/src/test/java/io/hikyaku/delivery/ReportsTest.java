package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.Message;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import io.hikyaku.smtp.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** RFC 3461: the sender hears what he asked for, and nothing else. */
final class ReportsTest {

  private static final Outcome NO =
      new Outcome.Refused(SmtpReply.of(550, "5.1.1", "no such user"), "mx.x.test");
  private static final Outcome LATER =
      new Outcome.Deferred(SmtpReply.of(450, "4.2.0", "busy"), "mx.x.test");

  private static MailMessage mail(String notifyOn, String returned) {
    return new MailMessage(
        "M1",
        "a@home.test",
        List.of(new MailRecipient("b@x.test", notifyOn, "rfc822;Bee@x.test")),
        "Subject: greetings\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII),
        false,
        returned,
        "QQ1",
        Mails.NOW,
        0,
        false,
        List.of());
  }

  private static Outbox settle(MailMessage mail, Outcome outcome, Clock clock) {
    Mail source = Mail.of(Mails.received(mail.toMessage()));
    Outbox out = new Outbox();
    new Settlement(
            RetrySchedule.DEFAULT,
            new Reports("mx.test", Duration.ofHours(4), new DeadLetters("n", clock), clock),
            DeliveryLog.none(),
            new DestinationFigures(),
            clock,
            () -> 0)
        .settle(
            source,
            List.of(
                new Attempt(
                    Part.of(source, new RouteTable(Map.of(), new Route.Mx())).get(0),
                    CompletableFuture.completedFuture(Map.of("b@x.test", outcome)))),
            out);
    return out;
  }

  private static List<Message> settle(MailMessage mail, Outcome outcome) {
    return settle(mail, outcome, Mails.CLOCK).messages("mail");
  }

  @Test
  void neverMeansNever() {
    assertThat(settle(mail("NEVER", ""), NO)).isEmpty();
    assertThat(settle(mail("SUCCESS", ""), NO)).isEmpty();
    assertThat(settle(mail("NEVER", ""), Outcome.DELIVERED)).isEmpty();
  }

  @Test
  void aFailureCarriesWhatTheSenderSaid() {
    assertThat(settle(mail("", "HDRS"), NO).get(0).text())
        .contains("Original-Envelope-Id: QQ1")
        .contains("Original-Recipient: rfc822; Bee@x.test")
        .contains("Action: failed")
        .contains("text/rfc822-headers")
        .doesNotContain("Hello");
    assertThat(settle(mail("FAILURE", "FULL"), NO).get(0).text())
        .contains("message/rfc822")
        .contains("Hello");
  }

  @Test
  void whoAsksIsToldOfADelivery() {
    Outcome relayed =
        new Outcome.Delivered(SmtpReply.of(250, "2.0.0", "ok"), "mx.x.test", Outcome.Hop.RELAYED);
    Outcome passedOn =
        new Outcome.Delivered(
            SmtpReply.of(250, "2.0.0", "ok"), "mx.x.test", Outcome.Hop.RELAYED_WITH_REQUEST);

    assertThat(settle(mail("SUCCESS", ""), Outcome.DELIVERED).get(0).text())
        .contains("Action: delivered");
    assertThat(settle(mail("SUCCESS", ""), relayed).get(0).text()).contains("Action: relayed");
    assertThat(settle(mail("SUCCESS", ""), passedOn)).as("the next server tells").isEmpty();
    assertThat(settle(mail("", ""), Outcome.DELIVERED)).isEmpty();
  }

  @Test
  void whoAsksIsToldOnceThatItTakesLong() {
    Clock later = Clock.offset(Mails.CLOCK, Duration.ofHours(5));

    assertThat(settle(mail("DELAY", ""), LATER)).as("not yet").hasSize(1);
    List<Message> sent = settle(mail("DELAY", ""), LATER, later).messages("mail");
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).text()).contains("Action: delayed").contains("Status: 4.2.0");
    MailMessage retry = Mails.read(sent.get(1));
    assertThat(retry.delayTold()).isTrue();
    assertThat(settle(retry, LATER, later).messages("mail")).as("once").hasSize(1);
    assertThat(settle(mail("", ""), LATER, later).messages("mail")).hasSize(1);
  }

  @Test
  void anOperatorHoldsWithoutAnAttempt() {
    Outcome held =
        new Outcome.Held(SmtpReply.of(450, "4.3.2", "suspended"), Mails.NOW.plusSeconds(60));

    Message again = settle(mail("", ""), held).get(0);

    assertThat(again.deliverAt()).contains(Mails.NOW.plusSeconds(60));
    assertThat(Mails.read(again).attempts()).isZero();
    assertThat(
            settle(mail("", ""), held, Clock.offset(Mails.CLOCK, Duration.ofDays(6)))
                .messages("mail")
                .get(0)
                .text())
        .contains("Action: failed");
  }
}
