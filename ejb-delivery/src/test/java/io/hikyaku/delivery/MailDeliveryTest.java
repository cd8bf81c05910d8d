package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.smtp.SmtpReply;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What follows from outcomes; the transports are scripted. */
final class MailDeliveryTest {

  private static final Outcome BUSY =
      new Outcome.Deferred(SmtpReply.of(450, "4.2.0", "try later"), "relay.test");
  private static final Outcome NO_SUCH_USER =
      new Outcome.Refused(SmtpReply.of(550, "5.1.1", "no such user"), "relay.test");

  private static final Route RELAY = new Route.Relay("relay.test", 25);
  private static final DeadLetters DEAD = new DeadLetters("node-1", Mails.CLOCK);

  private final Map<String, Outcome> script = new LinkedHashMap<>();

  @Test
  void nothingFollowsFromADelivery() {
    assertThat(deliver(Mails.mail("a@home.test", "b@x.test")).isEmpty()).isTrue();
  }

  @Test
  void onlyDeferredRecipientsAreTriedAgainLaterWithTheHistory() {
    script.put("busy@x.test", BUSY);

    Outbox out = deliver(Mails.mail("a@home.test", "b@x.test", "busy@x.test"));

    Message retry = only(out, "mail");
    assertThat(retry.deliverAt()).contains(Mails.NOW.plusSeconds(300));
    MailMessage mail = Mails.read(retry);
    assertThat(mail.addresses()).containsExactly("busy@x.test");
    assertThat(mail.attempts()).isEqualTo(1);
    assertThat(mail.lastError()).isEqualTo(Mails.NOW + " 450 4.2.0 try later");
    assertThat(mail.receivedAt()).isEqualTo(Mails.NOW);
  }

  @Test
  void aRefusedRecipientIsBouncedToTheSender() {
    script.put("nobody@x.test", NO_SUCH_USER);

    Outbox out = deliver(Mails.mail("a@home.test", "b@x.test", "nobody@x.test"));

    MailMessage bounce = Mails.read(only(out, "mail"));
    assertThat(bounce.sender()).isEmpty();
    assertThat(bounce.addresses()).containsExactly("a@home.test");
    assertThat(bounce.destination()).isEqualTo("home.test");
    assertThat(new String(bounce.content(), US_ASCII))
        .contains("Final-Recipient: rfc822; nobody@x.test")
        .contains("Status: 5.1.1")
        .contains("Subject: greetings")
        .doesNotContain("b@x.test\r\nAction");
  }

  @Test
  void oneMailCanBeDeliveredDeferredAndRefused() {
    script.put("busy@x.test", BUSY);
    script.put("nobody@x.test", NO_SUCH_USER);

    Outbox out = deliver(Mails.mail("a@home.test", "busy@x.test", "b@x.test", "nobody@x.test"));

    assertThat(out.messages("mail")).hasSize(2);
    assertThat(Mails.read(out.messages("mail").get(0)).addresses()).containsExactly("busy@x.test");
    assertThat(Mails.read(out.messages("mail").get(1)).addresses()).containsExactly("a@home.test");
  }

  @Test
  void aMailThatIsTooOldIsBounced() {
    script.put("busy@x.test", BUSY);
    Clock later = Clock.offset(Mails.CLOCK, Duration.ofDays(5));

    Outbox out = deliver(later, Mails.mail("a@home.test", "busy@x.test"));

    MailMessage bounce = Mails.read(only(out, "mail"));
    assertThat(new String(bounce.content(), US_ASCII))
        .contains("450 4.2.0 try later")
        .contains("Given up after 1 attempts in 432000 s.");
  }

  @Test
  void aBounceIsNeverBouncedButKeptWithTheReason() {
    script.put("nobody@x.test", NO_SUCH_USER);
    ReceivedMessage bounce = Mails.mail("", "nobody@x.test");

    Message dead = only(deliver(bounce), "mail.dead");

    assertThat(dead.body()).isEqualTo(bounce.body());
    assertThat(dead.headers())
        .containsAllEntriesOf(bounce.headers())
        .containsEntry("dead-letter-group", "mail")
        .containsEntry("dead-letter-node", "node-1")
        .containsEntry("dead-letter-time", Mails.NOW.toString())
        .containsEntry("dead-letter-id", bounce.id().toString());
    assertThat(dead.headers().get("dead-letter-reason")).contains("550 5.1.1 no such user");
  }

  @Test
  void aSenderThatIsNoAddressCannotBeToldAndTheMailIsKept() {
    script.put("nobody@x.test", NO_SUCH_USER);

    Message dead = only(deliver(Mails.mail("not an address", "nobody@x.test")), "mail.dead");

    assertThat(dead.headers().get("dead-letter-reason")).contains("the sender is no address");
  }

  @Test
  void whatIsNoMailDoesNotKeepTheRestFromBeingDelivered() {
    script.put("busy@x.test", BUSY);
    ReceivedMessage noMail = Mails.received(Message.of("just text"));
    ReceivedMessage badNumber =
        Mails.received(
            Message.builder("x")
                .headers(Mails.mail("a@home.test", "b@x.test").headers())
                .header("mail-attempts", "many")
                .build());

    Outbox out = deliver(noMail, badNumber, Mails.mail("a@home.test", "busy@x.test"));

    assertThat(out.messages("mail.dead")).hasSize(2);
    assertThat(out.messages("mail.dead").get(0).headers().get("dead-letter-reason"))
        .contains("is not a mail: header mail-sender is missing");
    assertThat(out.messages("mail.dead").get(1).headers().get("dead-letter-reason"))
        .contains("is not a mail: a header is no number");
    assertThat(out.messages("mail")).hasSize(1);
  }

  @Test
  void whatIsNotAnsweredInAMomentIsLeftUnderWay() {
    CompletableFuture<Map<String, Outcome>> never = new CompletableFuture<>();

    Outbox out =
        delivery(route -> part -> never, Mails.CLOCK, Duration.ofMillis(20))
            .deliver(List.of(Mails.mail("a@home.test", "b@x.test")));

    assertThat(out.messages()).isEmpty();
    assertThat(out.kept()).hasSize(1);
    assertThat(out.kept().get(0).outcomes()).isSameAs(never);
  }

  @Test
  void aBatchDoesNotWaitForASiteThatIsKnownToBeSlow() {
    Transport slow =
        new Transport() {
          @Override
          public CompletableFuture<Map<String, Outcome>> deliver(Part part) {
            return part.domain().equals("slow.test") ? new CompletableFuture<>() : scripted(part);
          }

          @Override
          public boolean isSlow(Part part) {
            return part.domain().equals("slow.test");
          }
        };

    Outbox out =
        delivery(route -> slow, Mails.CLOCK, Duration.ofHours(1))
            .deliver(List.of(Mails.mail("a@home.test", "b@slow.test", "c@quick.test")));

    assertThat(out.kept()).hasSize(1);
    assertThat(out.kept().get(0).part().mail().addresses()).containsExactly("b@slow.test");
  }

  @Test
  void aMailToSeveralDomainsIsSplitOnlyWhereItMustWait() {
    script.put("busy@x.test", BUSY);
    script.put("busy@y.test", BUSY);

    Outbox out =
        deliver(Mails.mail("a@home.test", "b@x.test", "busy@x.test", "busy@y.test", "c@z.test"));

    assertThat(out.messages("mail"))
        .extracting(message -> message.key().orElseThrow())
        .containsExactly("x.test", "y.test");
    assertThat(Mails.read(out.messages("mail").get(0)).addresses()).containsExactly("busy@x.test");
  }

  @Test
  void oneReportTellsOfAllThatFailedWhateverTheirDomains() {
    script.put("nobody@x.test", NO_SUCH_USER);
    script.put("nobody@y.test", NO_SUCH_USER);

    Message bounce =
        only(deliver(Mails.mail("a@h.test", "nobody@x.test", "nobody@y.test")), "mail");

    assertThat(bounce.text())
        .contains("Final-Recipient: rfc822; nobody@x.test")
        .contains("Final-Recipient: rfc822; nobody@y.test");
  }

  @Test
  void anApplicationGetsTheMailInTheSameTransaction() {
    MailDelivery delivery =
        new MailDelivery(
            new RouteTable(Map.of("app.test", new Route.Application("orders")), RELAY),
            route ->
                route instanceof Route.Application application
                    ? new ApplicationTransport(
                        new Applications(Set.of()), application.group(), Mails.CLOCK)
                    : this::scripted,
            new Suspensions(Mails.CLOCK),
            settlement(Mails.CLOCK),
            DEAD,
            Duration.ofSeconds(10));

    Outbox out = delivery.deliver(List.of(Mails.mail("a@home.test", "shop@app.test", "b@x.test")));

    MailMessage mail = Mails.read(only(out, "orders"));
    assertThat(mail.addresses()).containsExactly("shop@app.test");
    assertThat(mail.sender()).isEqualTo("a@home.test");
    assertThat(out.messages("mail")).isEmpty();
  }

  @Test
  void aTransportThatFailsLosesNoMail() {
    Outbox out =
        delivery(
                route ->
                    part -> CompletableFuture.failedFuture(new IllegalStateException("broken")),
                Mails.CLOCK,
                Duration.ofSeconds(10))
            .deliver(List.of(Mails.mail("a@home.test", "b@x.test")));

    assertThat(Mails.read(only(out, "mail")).lastError()).contains("broken");
  }

  @Test
  void aTransportThatThrowsKeepsNoOtherMailFromBeingDelivered() {
    Transport broken =
        part -> {
          if (part.domain().equals("x.test")) {
            throw new IllegalStateException("broken");
          }
          return scripted(part);
        };

    Outbox out =
        delivery(route -> broken, Mails.CLOCK, Duration.ofSeconds(10))
            .deliver(
                List.of(Mails.mail("a@home.test", "b@x.test"), Mails.mail("a@h.test", "c@y.test")));

    assertThat(Mails.read(only(out, "mail")).addresses()).containsExactly("b@x.test");
  }

  private static MailDelivery delivery(
      Function<Route, Transport> transports, Clock clock, Duration patience) {
    return new MailDelivery(
        new RouteTable(Map.of(), RELAY),
        transports,
        new Suspensions(clock),
        settlement(clock),
        DEAD,
        patience);
  }

  private Outbox deliver(ReceivedMessage... batch) {
    return deliver(Mails.CLOCK, batch);
  }

  private Outbox deliver(Clock clock, ReceivedMessage... batch) {
    return delivery(route -> this::scripted, clock, Duration.ofSeconds(10)).deliver(List.of(batch));
  }

  private CompletableFuture<Map<String, Outcome>> scripted(Part part) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (String recipient : part.mail().addresses()) {
      outcomes.put(recipient, script.getOrDefault(recipient, Outcome.DELIVERED));
    }
    return CompletableFuture.completedFuture(outcomes);
  }

  private static Settlement settlement(Clock clock) {
    return new Settlement(
        RetrySchedule.DEFAULT,
        new Reports("mx.test", Duration.ofHours(4), DEAD, clock),
        DeliveryLog.none(),
        new DestinationFigures(),
        clock,
        () -> 0);
  }

  private static Message only(Outbox out, String group) {
    List<Message> messages = out.messages(group);
    assertThat(messages).as("messages for %s", group).hasSize(1);
    return messages.get(0);
  }
}
