package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.DestinationStatus;
import io.hikyaku.api.mail.MailManagement.StoredMail;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mapreduce.DeliveryOutcome;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do with destinations and mails. */
final class MailAdministrationTest {

  @TempDir Path directory;

  private final MemoryManagement store = new MemoryManagement();
  private MailService service;
  private MailAdministration administration;

  @BeforeEach
  void start() {
    service =
        MailService.start(
            new DeliverySettings(
                new RouteTable(
                    Map.of("app.test", new Route.Application("orders")), new Route.LocalMailbox()),
                new RateTable(Map.of(), Optional.empty()),
                directory,
                false,
                RetrySchedule.DEFAULT,
                Duration.ofHours(4),
                "mx.test",
                "n",
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                5,
                true,
                List.of(),
                25,
                Optional.of(directory.resolve("delivery.log"))),
            Mails.CLOCK);
    administration = new MailAdministration(store::management, service, "mail", Mails.CLOCK);
  }

  @Test
  void mailForAnApplicationWaitsUntilItsGroupHasRoom() {
    Mail mail = Mail.of(Mails.mail("a@b.test", "shop@app.test"));

    Message early = onlyHeldBack(mail);
    assertThat(Mails.read(early).attempts()).isZero();
    assertThat(early.deliverAt()).contains(Mails.NOW.plusSeconds(2));

    administration.tend();
    assertThat(store.groups).contains("orders");
    Outbox out = service.delivery().deliver(List.of(mail.received()));
    assertThat(out.messages("orders")).hasSize(1);
    assertThat(out.messages("mail")).isEmpty();

    store.full = true;
    administration.tend();
    administration.tend();
    administration.tend();
    assertThat(Mails.read(onlyHeldBack(mail)).lastError())
        .contains("452 4.2.2 Group orders is full");
  }

  private Message onlyHeldBack(Mail mail) {
    Outbox out = service.delivery().deliver(List.of(mail.received()));
    assertThat(out.messages("orders")).isEmpty();
    return out.messages("mail").get(0);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private QueueConnection connection() {
    return (QueueConnection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {QueueConnection.class},
            (proxy, method, arguments) ->
                store.send((String) arguments[0], (Message) arguments[1]));
  }

  private MessageId stored(String recipient) {
    MailMessage mail = Mails.envelope("a@home.test", recipient).afterAttempt("450 4.2.0 busy");
    return store.send("mail", mail.toMessage(Mails.NOW.plusSeconds(300)));
  }

  private Outbox deliver(String recipient) {
    ReceivedMessage mail = Mails.mail("a@home.test", recipient);
    return service.delivery().deliver(List.of(mail));
  }

  @Test
  void aSuspendedDestinationIsNotTriedUntilItIsResumed() {
    administration.suspend("X.test", "moving", Mails.NOW.plusSeconds(3600), connection());

    Message held = deliver("b@x.test").messages("mail").get(0);
    assertThat(held.deliverAt()).contains(Mails.NOW.plusSeconds(300));
    assertThat(Mails.read(held).attempts()).isZero();
    assertThat(deliver("b@y.test").isEmpty()).isTrue();
    DestinationStatus status =
        administration.destinations().destinations().stream()
            .filter(destination -> destination.domain().equals("x.test"))
            .findFirst()
            .orElseThrow();
    assertThat(status.suspendedReason()).isEqualTo("moving");
    assertThat(status.suspendedUntil()).contains(Mails.NOW.plusSeconds(3600));

    assertThat(administration.resume("x.test")).isTrue();
    assertThat(deliver("b@x.test").isEmpty()).isTrue();
    assertThat(store.retried).containsExactly("x.test");
    assertThat(administration.resume("x.test")).isFalse();
  }

  @Test
  void suspensionsAreChecked() {
    assertThatThrownBy(
            () -> administration.suspend("x.test", "", Mails.NOW.minusSeconds(1), connection()))
        .hasMessageContaining("must be after now");
    assertThatThrownBy(
            () ->
                administration.suspend(
                    "x.test", "", Mails.NOW.plus(Duration.ofDays(31)), connection()))
        .hasMessageContaining("at most 30 days");
    assertThatThrownBy(
            () -> administration.suspend("-", "", Mails.NOW.plusSeconds(1), connection()))
        .hasMessageContaining("'-' is no domain");
  }

  @Test
  void mailsOfADestinationComeBackToTheirSenders() {
    MessageId unused = stored("b@x.test");
    MessageId other = stored("b@y.test");

    assertThat(administration.bounce("x.test", "closed for good")).isEqualTo(1);

    assertThat(store.of("mail")).hasSize(2);
    assertThat(store.of("mail"))
        .filteredOn(message -> message.key().orElse("").equals("home.test"))
        .singleElement()
        .satisfies(
            bounce ->
                assertThat(bounce.text())
                    .contains("closed for good")
                    .contains("Final-Recipient: rfc822; b@x.test"));
    assertThat(other).isNotNull();
  }

  @Test
  void whatNobodyCanBeToldOfIsKeptWhole() {
    byte[] content = ("Subject: long\r\n\r\n" + "x".repeat(3000) + "\r\n").getBytes(UTF_8);
    MailMessage bounce = MailMessage.of("M", "", List.of("b@x.test"), content, Mails.NOW);
    MessageId unused = store.send("mail", bounce.toMessage(Mails.NOW.plusSeconds(300)));

    assertThat(administration.bounce("x.test", "closed for good")).isEqualTo(1);

    assertThat(store.of("mail")).isEmpty();
    assertThat(store.of("mail.dead"))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.body()).isEqualTo(content);
              assertThat(dead.key()).contains("x.test");
            });
  }

  @Test
  void aMailComesBackWholeToASenderWhoAskedForIt() {
    byte[] content = ("Subject: long\r\n\r\n" + "x".repeat(3000) + "\r\n").getBytes(UTF_8);
    Message asked =
        MailMessage.of("M", "a@home.test", List.of("b@x.test"), content, Mails.NOW).toMessage();
    MessageId unused =
        store.send(
            "mail",
            Message.builder(content)
                .key("x.test")
                .headers(asked.headers())
                .header("mail-ret", "FULL")
                .build());

    assertThat(administration.bounce("x.test", "closed for good")).isEqualTo(1);

    assertThat(store.of("mail"))
        .singleElement()
        .satisfies(bounce -> assertThat(bounce.text()).contains("x".repeat(3000)));
  }

  @Test
  void whatIsSettledAtTheEndStandsInTheLog() {
    Mail mail = Mail.of(Mails.mail("a@home.test", "b@x.test"));
    Part part = Part.of(mail, new RouteTable(Map.of(), new Route.Mx())).get(0);
    CompletableFuture<Map<String, Outcome>> outcomes =
        CompletableFuture.completedFuture(Map.of("b@x.test", Outcome.DELIVERED));
    service.custody().keep(List.of(new Attempt(part, outcomes)), connection()).run();

    service.close(administration::tend);

    assertThat(directory.resolve("delivery.log")).content().contains("to=<b@x.test>");
    assertThat(service.custody().size()).isZero();
  }

  @Test
  void aMailIsFoundWithItsHistory() {
    MessageId unused = stored("bob@x.test");

    List<StoredMail> found = administration.find("bob@", 10);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).mail().history()).containsExactly("450 4.2.0 busy");
    assertThat(found.get(0).nextAttempt()).isEqualTo(Mails.NOW.plusSeconds(300));
    assertThat(administration.find("alice@", 10)).isEmpty();
  }

  @Test
  void eachOutcomeIsALineOfTheLog() throws Exception {
    deliver("b@y.test");
    administration.tend();

    assertThat(directory.resolve("delivery.log"))
        .content()
        .contains(
            "from=<a@home.test> to=<b@y.test> route=mailbox host=- status=delivered dsn=2.0.0")
        .endsWith("reply=\"250 2.0.0 Delivered\"\n");
    // jobs read it as well
    List<String> lines = Files.readAllLines(directory.resolve("delivery.log"));
    DeliveryOutcome last = DeliveryOutcome.parse(lines.get(lines.size() - 1));
    assertThat(last.sender()).isEqualTo("a@home.test");
    assertThat(last.recipient()).isEqualTo("b@y.test");
    assertThat(last.status()).isEqualTo("delivered");
    assertThat(last.reply()).isEqualTo("250 2.0.0 Delivered");
  }
}
