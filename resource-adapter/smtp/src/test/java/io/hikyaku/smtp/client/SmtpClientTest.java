package io.hikyaku.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.smtp.client.Outcome.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every outcome a server can cause, with a server that causes it. */
@Timeout(60)
class SmtpClientTest {

  private static final String[] PIPELINING = {"PIPELINING"};

  private SmtpClient client = client(settings -> settings);

  private static SmtpClient client(UnaryOperator<SmtpClientConfiguration.Builder> settings) {
    return SmtpClient.start(
        settings
            .apply(
                SmtpClientConfiguration.builder()
                    .heloName("client.example")
                    .drainTimeout(Duration.ofMillis(500))
                    .timeouts(SmtpClientTimeouts.all(Duration.ofSeconds(10))))
            .build());
  }

  private void useClient(UnaryOperator<SmtpClientConfiguration.Builder> settings) {
    client.close();
    client = client(settings);
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(client.statistics().connectionsOpen()).isZero();
    assertThat(client.statistics().deliveriesActive()).isZero();
    assertThat(client.statistics().destinations()).isZero();
    assertThat(client.statistics().connectionsIdle()).isZero();
  }

  private static OutgoingMail mail(String... recipients) {
    return new OutgoingMail(
        "a@b.example",
        List.of(recipients.length == 0 ? new String[] {"c@d.example"} : recipients),
        "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII),
        false);
  }

  private DeliveryReport deliver(ScriptedServer server, OutgoingMail mail) throws Exception {
    return deliver(server.destination(), mail);
  }

  private DeliveryReport deliver(SmtpDestination destination, OutgoingMail mail) throws Exception {
    return client.deliver(destination, mail).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void check(
      DeliveryReport report, String recipient, Kind kind, DeliveryStage stage, int code) {
    Outcome outcome = report.outcome(recipient).orElseThrow();
    assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
    assertThat(outcome.stage()).as(outcome.toString()).isEqualTo(stage);
    assertThat(outcome.reply().code()).as(outcome.toString()).isEqualTo(code);
  }

  @Test
  void delivers() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c ->
                c.greet("PIPELINING", "SIZE 1000", "8BITMIME")
                    .takeMail("250 2.0.0 ok")
                    .awaitEnd())) {
      OutgoingMail mail =
          new OutgoingMail(
              "a@b.example",
              List.of("c@d.example"),
              ".\r\n".getBytes(StandardCharsets.US_ASCII),
              true);
      DeliveryReport report = deliver(server, mail);
      check(report, "c@d.example", Kind.DELIVERED, DeliveryStage.FINAL_DOT, 250);
      assertThat(report.allDelivered()).isTrue();
      assertThat(server.received)
          .containsExactly(
              "EHLO client.example",
              "MAIL FROM:<a@b.example> SIZE=3 BODY=8BITMIME",
              "RCPT TO:<c@d.example>",
              "DATA",
              "..");
      client.close();
      await().until(() -> server.received.contains("QUIT"));
    }
  }

  @Test
  void goesInLockstepWithoutPipelining() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet().expect("MAIL FROM:<a@b.example>").say("250");
              c.expect("RCPT TO:<one@d>").say("250 ok").expect("RCPT TO:<two@d>").say("550 no");
              c.expect("DATA").say("354 go").data();
              c.say("250 ok").expect("MAIL").say("451 later").expect("RSET").say("250 ok");
              c.expect("MAIL").say("250 ok").expect("RCPT").say("550 no");
              c.awaitEnd();
            })) {
      DeliveryReport report = deliver(server, mail("one@d", "two@d"));
      check(report, "one@d", Kind.DELIVERED, DeliveryStage.FINAL_DOT, 250);
      check(report, "two@d", Kind.PERMANENT, DeliveryStage.RECIPIENT, 550);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.MAIL, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.PERMANENT, DeliveryStage.RECIPIENT, 550);
      assertThat(client.statistics().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void fallsBackToHelo() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.say("220 old").expect("EHLO").say("502 what").expect("HELO client.example");
              c.say("250 ok").expect("MAIL").say("250 ok").expect("RCPT").say("250 ok");
              c.expect("DATA").say("354 go").data();
              c.say("250 ok").awaitEnd();
            })) {
      assertThat(deliver(server, mail()).allDelivered()).isTrue();
    }
  }

  @Test
  void keepsOutcomesOfRecipientsApart() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).expect("MAIL", "RCPT", "RCPT", "RCPT", "DATA");
              c.say("250 ok", "550 5.1.1 unknown", "250 ok", "451 4.2.2 full", "354 go").data();
              c.say("250 ok").awaitEnd();
            })) {
      DeliveryReport report = deliver(server, mail("one@d", "two@d", "not an address", "three@d"));
      assertThat(report.outcomes().keySet())
          .containsExactly("one@d", "two@d", "not an address", "three@d");
      check(report, "one@d", Kind.PERMANENT, DeliveryStage.RECIPIENT, 550);
      check(report, "two@d", Kind.DELIVERED, DeliveryStage.FINAL_DOT, 250);
      check(report, "not an address", Kind.PERMANENT, DeliveryStage.LOCAL, 501);
      check(report, "three@d", Kind.TEMPORARY, DeliveryStage.RECIPIENT, 451);
      assertThat(report.outcome("one@d").orElseThrow().reply().enhancedStatus()).isEqualTo("5.1.1");
      assertThat(client.statistics().recipientsPermanent()).isEqualTo(2);
    }
  }

  @Test
  void sendsALoneDotWhenAllRecipientsAreRefusedButDataIsNot() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).expect("MAIL", "RCPT", "DATA");
              c.say("250 ok", "550 no", "354 go");
              assertThat(c.data()).isEmpty();
              c.say("554 no recipients").takeMail("250 ok").awaitEnd();
            })) {
      check(deliver(server, mail("c@d")), "c@d", Kind.PERMANENT, DeliveryStage.RECIPIENT, 550);
      assertThat(deliver(server, mail()).allDelivered()).isTrue();
      assertThat(client.statistics().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void resetsAfterARefusalAndGoesOn() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).expect("MAIL", "RCPT", "DATA");
              c.say("550 5.7.1 not you", "503 no", "503 no");
              c.expect("RSET", "MAIL", "RCPT", "DATA");
              c.say("250 ok", "250 ok", "250 ok", "451 no space");
              c.expect("RSET").say("250 ok").takeMail("552 too much");
              c.takeMail("250 ok").awaitEnd();
            })) {
      check(deliver(server, mail("c@d")), "c@d", Kind.PERMANENT, DeliveryStage.MAIL, 550);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.DATA, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.PERMANENT, DeliveryStage.FINAL_DOT, 552);
      check(deliver(server, mail("c@d")), "c@d", Kind.DELIVERED, DeliveryStage.FINAL_DOT, 250);
      assertThat(client.statistics().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedGreetingOrHelloDecides() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> c.say("554 5.3.2 no mail here").awaitEnd(),
            c -> c.say("421 4.3.2 busy").awaitEnd(),
            c -> c.say("220 hi").expect("EHLO").say("451 later").awaitEnd(),
            c -> c.say("220 hi").expect("EHLO").say("550 a").expect("HELO").say("550 b").awaitEnd(),
            c -> c.say("HTTP/1.1 400 Bad Request").awaitEnd())) {
      check(deliver(server, mail("c@d")), "c@d", Kind.PERMANENT, DeliveryStage.GREETING, 554);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.GREETING, 421);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.HELLO, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.PERMANENT, DeliveryStage.HELLO, 550);
      DeliveryReport report = deliver(server, mail("c@d"));
      check(report, "c@d", Kind.TEMPORARY, DeliveryStage.GREETING, 451);
      assertThat(report.toString()).contains("does not speak SMTP");
    }
  }

  @Test
  void aServerThatGoesAt421IsTemporary() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> c.greet(PIPELINING).expect("MAIL").say("421 4.3.2 bye"),
            c -> c.greet(PIPELINING).expect("MAIL", "RCPT").say("250 ok", "421 4.3.2 bye"),
            c -> {
              c.greet(PIPELINING).takeEnvelope().data();
              c.say("421 4.3.2 bye");
            })) {
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.MAIL, 421);
      check(
          deliver(server, mail("c@d", "e@d")), "e@d", Kind.TEMPORARY, DeliveryStage.RECIPIENT, 421);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.FINAL_DOT, 421);
    }
  }

  @Test
  void aLostConnectionIsUnknownOnlyBehindTheFinalDot() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {},
            c -> c.say("220 hi"),
            c -> c.greet(PIPELINING).expect("MAIL"),
            c -> c.greet(PIPELINING).expect("MAIL", "RCPT", "DATA").say("250 ok", "250 ok"),
            c -> c.greet(PIPELINING).takeEnvelope().data(),
            c -> {
              c.greet(PIPELINING).takeEnvelope().data();
              c.reset();
            })) {
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.GREETING, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.HELLO, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.MAIL, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.DATA, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.UNKNOWN, DeliveryStage.FINAL_DOT, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.UNKNOWN, DeliveryStage.FINAL_DOT, 451);
    }
  }

  @Test
  void aConnectionLostWithinTheContentIsTemporary() throws Exception {
    OutgoingMail large = new OutgoingMail("a@b", List.of("c@d"), new byte[20_000_000], false);
    try (ScriptedServer server =
        new ScriptedServer(
            c -> c.greet(PIPELINING).takeEnvelope().reset(),
            c -> c.greet(PIPELINING).takeEnvelope().say("552 5.3.4 that is enough").awaitEnd())) {
      check(deliver(server, large), "c@d", Kind.TEMPORARY, DeliveryStage.CONTENT, 451);
      check(deliver(server, large), "c@d", Kind.PERMANENT, DeliveryStage.CONTENT, 552);
    }
  }

  @Test
  void silenceTimesOut() throws Exception {
    useClient(s -> s.timeouts(SmtpClientTimeouts.all(Duration.ofMillis(200))));
    try (ScriptedServer server =
        new ScriptedServer(
            c -> c.awaitEnd(),
            c -> c.say("220 hi").awaitEnd(),
            c -> c.greet(PIPELINING).awaitEnd(),
            c -> {
              c.greet(PIPELINING).takeEnvelope().data();
              c.awaitEnd();
            })) {
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.GREETING, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.HELLO, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.MAIL, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.UNKNOWN, DeliveryStage.FINAL_DOT, 451);
    }
  }

  @Test
  void aServerThatTakesNoContentTimesOut() throws Exception {
    useClient(s -> s.timeouts(SmtpClientTimeouts.all(Duration.ofMillis(500))));
    CountDownLatch done = new CountDownLatch(1);
    OutgoingMail large = new OutgoingMail("a@b", List.of("c@d"), new byte[50_000_000], false);
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).takeEnvelope();
              try {
                done.await();
              } catch (InterruptedException interrupted) {
                throw new java.io.InterruptedIOException();
              }
            })) {
      check(deliver(server, large), "c@d", Kind.TEMPORARY, DeliveryStage.CONTENT, 451);
      done.countDown();
    }
  }

  @Test
  void anUnreachableServerIsTemporary() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    DeliveryReport refused = deliver(new SmtpDestination("127.0.0.1", port), mail("c@d"));
    check(refused, "c@d", Kind.TEMPORARY, DeliveryStage.CONNECT, 451);
    assertThat(refused.toString()).contains("127.0.0.1:" + port).contains("refused");
    DeliveryReport unknown = deliver(new SmtpDestination("no-such-host.invalid", 25), mail("c@d"));
    check(unknown, "c@d", Kind.TEMPORARY, DeliveryStage.CONNECT, 451);
    assertThat(unknown.outcome("c@d").orElseThrow().reply().enhancedStatus()).isEqualTo("4.4.3");
    await().until(() -> client.statistics().destinations() == 0);
  }

  @Test
  void resolvesNames() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(c -> c.greet(PIPELINING).takeMail("250 ok").awaitEnd())) {
      SmtpDestination byName = new SmtpDestination("localhost", server.destination().port());
      assertThat(deliver(byName, mail()).allDelivered()).isTrue();
    }
  }

  @Test
  void aStaleConnectionIsRetriedOnANewOne() throws Exception {
    CountDownLatch secondMail = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).takeMail("250 first");
              c.expect("MAIL").reset();
            },
            c -> {
              c.greet(PIPELINING).takeMail("250 second");
              c.expect("MAIL").say("421 4.4.2 idle too long");
              secondMail.countDown();
            },
            c -> c.greet(PIPELINING).takeMail("250 third").awaitEnd())) {
      assertThat(deliver(server, mail()).toString()).contains("first");
      assertThat(deliver(server, mail()).toString()).contains("second");
      assertThat(deliver(server, mail()).toString()).contains("third");
      secondMail.await();
      assertThat(client.statistics().staleRetries()).isEqualTo(2);
      assertThat(client.statistics().recipientsDelivered()).isEqualTo(3);
    }
  }

  @Test
  void aConnectionClosedWhileIdleIsNotUsed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(c -> c.greet(PIPELINING).takeMail("250 ok").say("421 4.4.2 idle"))) {
      assertThat(deliver(server, mail()).allDelivered()).isTrue();
      await().until(() -> client.statistics().connectionsOpen() == 0);
      assertThat(deliver(server, mail()).allDelivered()).isTrue();
      assertThat(client.statistics().staleRetries()).isZero();
    }
  }

  @Test
  void sendsTheNextEnvelopeBehindTheContent() throws Exception {
    useClient(s -> s.maxConnectionsPerDestination(1));
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).takeEnvelope().data();
              // The second envelope is here before the first mail is answered.
              c.expect("MAIL", "RCPT", "DATA")
                  .say("250 first", "250 ok", "250 ok", "354 go")
                  .data();
              c.expect("MAIL", "RCPT", "DATA").reset();
            },
            c -> c.greet(PIPELINING).takeMail("250 third").awaitEnd())) {
      List<CompletableFuture<DeliveryReport>> reports = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        reports.add(client.deliver(server.destination(), mail("c@d")).toCompletableFuture());
      }
      check(reports.get(0).get(), "c@d", Kind.DELIVERED, DeliveryStage.FINAL_DOT, 250);
      check(reports.get(1).get(), "c@d", Kind.UNKNOWN, DeliveryStage.FINAL_DOT, 451);
      check(reports.get(2).get(), "c@d", Kind.DELIVERED, DeliveryStage.FINAL_DOT, 250);
    }
  }

  @Test
  void sizeIsCheckedHere() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(c -> c.greet("SIZE 1000", "PIPELINING").takeMail("250 ok").awaitEnd())) {
      OutgoingMail large = new OutgoingMail("a@b", List.of("c@d"), new byte[1001], false);
      check(deliver(server, large), "c@d", Kind.PERMANENT, DeliveryStage.LOCAL, 552);
      assertThat(deliver(server, mail()).allDelivered()).isTrue();
      assertThat(client.statistics().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void malformedSendersAreRefusedHere() throws Exception {
    OutgoingMail mail = new OutgoingMail("a@b>\r\nRSET", List.of("c@d"), new byte[0], false);
    DeliveryReport report = deliver(new SmtpDestination("127.0.0.1", 1), mail);
    check(report, "c@d", Kind.PERMANENT, DeliveryStage.LOCAL, 501);
  }

  @Test
  void connectionsAndWaitersAreBounded() throws Exception {
    useClient(
        s ->
            s.maxConnectionsPerDestination(1)
                .maxWaitingPerDestination(1)
                .waitTimeout(Duration.ofMillis(300)));
    CountDownLatch connected = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              connected.countDown();
              c.awaitEnd();
            })) {
      var first = client.deliver(server.destination(), mail("c@d")).toCompletableFuture();
      connected.await();
      var second = client.deliver(server.destination(), mail("c@d")).toCompletableFuture();
      DeliveryReport third = deliver(server, mail("c@d"));
      check(third, "c@d", Kind.TEMPORARY, DeliveryStage.LOCAL, 451);
      assertThat(third.toString()).contains("1 mails wait for");
      assertThat(second.get().toString()).contains("became free");
      client.close();
      check(first.get(), "c@d", Kind.TEMPORARY, DeliveryStage.GREETING, 451);
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.LOCAL, 451);
    }
  }

  @Test
  void leavesAConnectionAfterItsShareOfMailsAndAfterIdling() throws Exception {
    useClient(s -> s.maxMailsPerConnection(2).keepAlive(Duration.ofMillis(200)));
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).takeMail("250 ok").takeMail("250 ok").expect("QUIT");
              c.say("221 bye").awaitEnd();
            },
            c -> {
              c.greet(PIPELINING).takeMail("250 ok").expect("QUIT").say("221 bye").awaitEnd();
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(deliver(server, mail()).allDelivered()).isTrue();
      }
      await().until(() -> client.statistics().destinations() == 0);
      assertThat(client.statistics().connectionsOpened()).isEqualTo(2);
    }
  }

  @Test
  void leavesAConnectionAfterItsTime() throws Exception {
    useClient(s -> s.maxConnectionTime(Duration.ofNanos(1)));
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).takeMail("250 ok").expect("QUIT").say("221 bye").awaitEnd();
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(deliver(server, mail()).allDelivered()).isTrue();
      }
      assertThat(client.statistics().connectionsOpened()).isEqualTo(3);
    }
  }

  @Test
  void theTimesToWaitAreThoseOfTheStandard() {
    SmtpClientTimeouts standard = SmtpClientConfiguration.builder().build().timeouts();
    assertThat(standard.greeting()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(standard.command()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(standard.data()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    assertThat(standard.block()).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
    assertThat(standard.finalDot()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void anEndlessReplyIsCutOff() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.say("220 hi").expect("EHLO");
              while (true) {
                c.say("250-again and again and again");
              }
            })) {
      check(deliver(server, mail("c@d")), "c@d", Kind.TEMPORARY, DeliveryStage.HELLO, 451);
    }
  }

  @Test
  void closingDecidesWhatIsUnderWay() throws Exception {
    CountDownLatch dotSeen = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            c -> {
              c.greet(PIPELINING).takeEnvelope().data();
              dotSeen.countDown();
              c.awaitEnd();
            })) {
      var report = client.deliver(server.destination(), mail("c@d")).toCompletableFuture();
      dotSeen.await();
      client.close();
      check(report.get(), "c@d", Kind.UNKNOWN, DeliveryStage.FINAL_DOT, 451);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("hikyaku-smtp-client"));
    }
  }

  @Test
  void reportsAllFaultsTogether() {
    SmtpClientConfiguration configuration =
        SmtpClientConfiguration.builder()
            .heloName("no host")
            .maxConnections(0)
            .timeouts(SmtpClientTimeouts.all(Duration.ZERO))
            .build();
    assertThat(configuration.faults()).hasSize(8);
    assertThatThrownBy(() -> SmtpClient.start(configuration))
        .hasMessageContainingAll("no host", "maxConnections 0", "timeouts.finalDot PT0S");
  }
}
