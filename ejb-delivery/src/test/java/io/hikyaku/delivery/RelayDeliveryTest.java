package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.server.IncomingMail;
import io.hikyaku.smtp.server.MailReceiver;
import io.hikyaku.smtp.server.MailRefusedException;
import io.hikyaku.smtp.server.SmtpServer;
import io.hikyaku.smtp.server.SmtpServerConfiguration;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches through the real SMTP client to a real server. */
final class RelayDeliveryTest {

  @TempDir Path directory;

  private final Queue<IncomingMail> arrived = new ConcurrentLinkedQueue<>();
  private final Relay relay = new Relay();
  private SmtpServer server;
  private RateTable rates = new RateTable(Map.of(), Optional.empty());

  @BeforeEach
  void startRelay() {
    server =
        SmtpServer.start(
            SmtpServerConfiguration.builder()
                .hostname("relay.test")
                .bindAddress("127.0.0.1")
                .drainTimeout(Duration.ofMillis(200))
                .port(0)
                .build(),
            relay);
  }

  @AfterEach
  void stopRelay() {
    server.close();
  }

  @Test
  void aBatchGoesToTheRelayAndToTheMailboxesByDomain() throws IOException {
    try (MailService service = start(server.port())) {
      List<ReceivedMessage> batch = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        batch.add(Mails.mail("a@home.test", "user" + i + "@far.test"));
        batch.add(Mails.mail("a@home.test", "user" + i + "@local.test"));
      }

      Outbox out = service.delivery().deliver(batch);

      assertThat(out.isEmpty()).isTrue();
      assertThat(arrived).hasSize(50);
      assertThat(arrived.stream().map(mail -> mail.recipients().get(0).address()).distinct())
          .hasSize(50)
          .allMatch(recipient -> recipient.endsWith("@far.test"));
      try (var mailboxes = Files.list(directory.resolve("local.test"))) {
        assertThat(mailboxes).hasSize(50);
      }
    }
  }

  @Test
  void refusedAndBusyRecipientsOfOneMailGoTheirOwnWays() {
    try (MailService service = start(server.port())) {
      Outbox out =
          service
              .delivery()
              .deliver(
                  List.of(
                      Mails.mail("a@home.test", "b@far.test", "nobody@far.test", "busy@far.test")));

      assertThat(arrived).hasSize(1);
      List<MailMessage> sent = out.messages("mail").stream().map(Mails::read).toList();
      assertThat(sent).hasSize(2);
      assertThat(sent.get(0).addresses()).containsExactly("busy@far.test");
      assertThat(sent.get(0).lastError()).contains("450");
      assertThat(sent.get(1).addresses()).containsExactly("a@home.test");
      assertThat(new String(sent.get(1).content(), US_ASCII))
          .contains("Final-Recipient: rfc822; nobody@far.test")
          .contains("550 5.1.1")
          .contains("Reporting-MTA: dns; mx.test");
    }
  }

  @Test
  void aMailRefusedAfterItsContentIsTriedAgainOrBounced() {
    try (MailService service = start(server.port())) {
      relay.answer = SmtpReply.of(452, "4.3.1", "queue full");
      Outbox later = service.delivery().deliver(List.of(Mails.mail("a@home.test", "b@far.test")));
      relay.answer = SmtpReply.of(554, "5.7.1", "spam");
      Outbox never = service.delivery().deliver(List.of(Mails.mail("a@home.test", "b@far.test")));

      Message retry = later.messages("mail").get(0);
      assertThat(retry.deliverAt()).isPresent();
      assertThat(Mails.read(retry).lastError()).endsWith("452 4.3.1 queue full");
      assertThat(Mails.read(never.messages("mail").get(0)).sender()).isEmpty();
    }
  }

  @Test
  void aRelayThatIsNotThereMeansLater() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (MailService service = start(free)) {
      Outbox out = service.delivery().deliver(List.of(Mails.mail("a@home.test", "b@far.test")));

      MailMessage retry = Mails.read(out.messages("mail").get(0));
      assertThat(retry.addresses()).containsExactly("b@far.test");
      assertThat(retry.attempts()).isEqualTo(1);
      assertThat(retry.lastError()).contains(" 451 4.4.1 ");
    }
  }

  @Test
  void aRelayThatDoesNotAnswerHoldsNoBatch() {
    relay.silent = true;
    try (MailService service = start(server.port(), Duration.ofSeconds(1))) {
      Outbox out = service.delivery().deliver(List.of(Mails.mail("a@home.test", "b@far.test")));

      assertThat(out.messages()).isEmpty();
      assertThat(out.kept()).hasSize(1);
      relay.answerWhatIsStuck();
      assertThat(out.kept().get(0).outcomes().orTimeout(30, TimeUnit.SECONDS).join())
          .hasEntrySatisfying(
              "b@far.test", outcome -> assertThat(outcome).isInstanceOf(Outcome.Delivered.class));
    }
  }

  @Test
  void whatIsOverTheRateIsHeldBackAndIsNoAttempt() {
    rates = new RateTable(Map.of("far.test", new Rate(3, Duration.ofMinutes(1))), Optional.empty());
    try (MailService service = start(server.port())) {
      List<ReceivedMessage> batch = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        batch.add(Mails.mail("a@home.test", "user" + i + "@far.test"));
        batch.add(Mails.mail("a@home.test", "user" + i + "@other.test"));
      }
      Outbox out = service.delivery().deliver(batch);

      assertThat(arrived).hasSize(4);
      assertThat(out.messages("mail"))
          .extracting(held -> Mails.read(held).attempts(), held -> seconds(held))
          .containsExactly(tuple(0, 20L), tuple(0, 40L));
    }
  }

  /** Until it is delivered, rounded to ten. */
  private static long seconds(Message held) {
    return Math.round(
            Duration.between(Mails.NOW, held.deliverAt().orElseThrow()).toMillis() / 10_000.0)
        * 10;
  }

  @Test
  void aServerThatTakesFewerRecipientsGetsTheOthersAtOnce() {
    try (MailService service = start(server.port())) {
      Outbox out =
          service
              .delivery()
              .deliver(List.of(Mails.mail("a@home.test", "b@far.test", "more@far.test")));

      Message rest = out.messages("mail").get(0);
      assertThat(Mails.read(rest).addresses()).containsExactly("more@far.test");
      assertThat(Mails.read(rest).attempts()).isZero();
      assertThat(rest.deliverAt()).contains(Mails.NOW.plusSeconds(1));
    }
  }

  private MailService start(int port) {
    // long: a loaded machine is slow, and what is tested then is the outcome and not the time
    return start(port, Duration.ofMinutes(1));
  }

  private MailService start(int port, Duration patience) {
    RouteTable routes =
        new RouteTable(
            Map.of("local.test", new Route.LocalMailbox()), new Route.Relay("127.0.0.1", port));
    return MailService.start(
        new DeliverySettings(
            routes,
            rates,
            directory,
            false,
            RetrySchedule.DEFAULT,
            Duration.ofHours(4),
            "mx.test",
            "node-1",
            patience,
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            5,
            true,
            List.of(),
            25,
            Optional.empty()),
        Mails.CLOCK);
  }

  /** Takes everything but a few recipients, until it is told otherwise. */
  private final class Relay implements MailReceiver {

    private volatile SmtpReply answer;
    private volatile boolean silent;
    private final CompletableFuture<String> answerOfAll = new CompletableFuture<>();

    /** Those that have come, and those that come later. */
    void answerWhatIsStuck() {
      boolean unused = answerOfAll.complete("id");
    }

    @Override
    public CompletionStage<String> accept(IncomingMail mail) {
      if (silent) {
        return answerOfAll;
      }
      if (answer != null) {
        return CompletableFuture.failedStage(new MailRefusedException(answer));
      }
      arrived.add(mail);
      return CompletableFuture.completedStage("id");
    }

    @Override
    public Optional<SmtpReply> checkRecipient(Mailbox recipient) {
      return switch (recipient.localPart()) {
        case "nobody" -> Optional.of(SmtpReply.of(550, "5.1.1", "no such user"));
        case "more" -> Optional.of(SmtpReply.of(452, "4.5.3", "too many recipients"));
        case "busy" -> Optional.of(SmtpReply.of(450, "4.2.1", "mailbox busy"));
        default -> Optional.empty();
      };
    }
  }
}
