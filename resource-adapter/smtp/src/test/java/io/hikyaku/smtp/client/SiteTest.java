package io.hikyaku.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.smtp.TestCertificate;
import io.hikyaku.smtp.client.Outcome.Kind;
import io.hikyaku.smtp.server.IncomingMail;
import io.hikyaku.smtp.server.RelayPolicy;
import io.hikyaku.smtp.server.ServerSecurity;
import io.hikyaku.smtp.server.SmtpServer;
import io.hikyaku.smtp.server.SmtpServerConfiguration;
import io.hikyaku.smtp.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sites of several hosts, dead ones, slow ones, and what is said to them only. */
@Timeout(60)
class SiteTest {

  private SmtpClient client = client(settings -> settings);

  private static SmtpClient client(UnaryOperator<SmtpClientConfiguration.Builder> settings) {
    return SmtpClient.start(
        settings
            .apply(
                SmtpClientConfiguration.builder()
                    .heloName("client.example")
                    .drainTimeout(Duration.ofMillis(200))
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
    assertThat(client.statistics().destinations()).isZero();
  }

  private static OutgoingMail mail(String content, boolean eightBit) {
    return new OutgoingMail(
        "a@b.example",
        List.of(new OutgoingRecipient("c@d.example", "SUCCESS,FAILURE", "rfc822;C@d.example")),
        content.getBytes(StandardCharsets.ISO_8859_1),
        eightBit,
        "HDRS",
        "QQ1");
  }

  private DeliveryReport deliver(SmtpSite site, OutgoingMail mail) throws Exception {
    return client.deliver(site, mail).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Outcome only(DeliveryReport report) {
    return report.outcome("c@d.example").orElseThrow();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void anotherHostIsTriedIfOneIsDownOrDoesNotWant() throws Exception {
    SmtpDestination down = new SmtpDestination("127.0.0.1", freePort());
    try (ScriptedServer unwilling = new ScriptedServer(c -> c.say("554 go away").awaitEnd());
        ScriptedServer busy =
            new ScriptedServer(c -> c.say("220 hi").expect("EHLO").say("421 busy").awaitEnd());
        ScriptedServer willing =
            new ScriptedServer(c -> c.greet("PIPELINING").takeMail("250 ok").awaitEnd())) {
      SmtpSite site =
          new SmtpSite(
              "mx:d",
              List.of(down, unwilling.destination(), busy.destination(), willing.destination()));

      DeliveryReport report = deliver(site, mail("x\r\n", false));

      assertThat(report.allDelivered()).as(report.toString()).isTrue();
      assertThat(report.destination()).isEqualTo(willing.destination());
    }
  }

  @Test
  void whatTheLastHostSaysCounts() throws Exception {
    SmtpDestination down = new SmtpDestination("127.0.0.1", freePort());
    try (ScriptedServer unwilling = new ScriptedServer(c -> c.say("554 go away").awaitEnd())) {
      Outcome outcome =
          only(
              deliver(
                  new SmtpSite("mx:d", List.of(down, unwilling.destination())),
                  mail("x\r\n", false)));
      assertThat(outcome.kind()).isEqualTo(Kind.PERMANENT);
      assertThat(outcome.reply().text()).isEqualTo("go away");
    }
  }

  @Test
  void aDeadSiteIsLeftAloneForAWhile() throws Exception {
    useClient(s -> s.deadTime(Duration.ofMillis(500)));
    SmtpSite dead = SmtpSite.of(new SmtpDestination("127.0.0.1", freePort()));
    assertThat(only(deliver(dead, mail("x\r\n", false))).stage()).isEqualTo(DeliveryStage.CONNECT);
    assertThat(client.statistics().connectionsOpened()).isEqualTo(1);

    for (int i = 0; i < 50; i++) {
      Outcome outcome = only(deliver(dead, mail("x\r\n", false)));
      assertThat(outcome.kind()).isEqualTo(Kind.TEMPORARY);
    }
    assertThat(client.statistics().connectionsOpened()).as("none of them tried").isEqualTo(1);

    await("that it is tried again")
        .until(
            () -> {
              deliver(dead, mail("x\r\n", false));
              return client.statistics().connectionsOpened() > 1;
            });
  }

  @Test
  void aRefusalToTalkIsFinalOnlyForTheMailThatMetIt() throws Exception {
    useClient(s -> s.initialConnectionsPerDestination(1).deadTime(Duration.ofMinutes(1)));
    CountDownLatch othersWait = new CountDownLatch(1);
    try (ScriptedServer unwilling =
        new ScriptedServer(
            c -> {
              awaitLatch(othersWait);
              c.say("554 5.3.2 go away").awaitEnd();
            })) {
      SmtpSite site = SmtpSite.of(unwilling.destination());
      CompletableFuture<DeliveryReport> first =
          client.deliver(site, mail("x\r\n", false)).toCompletableFuture();
      CompletableFuture<DeliveryReport> waiting =
          client.deliver(site, mail("x\r\n", false)).toCompletableFuture();
      othersWait.countDown();

      assertThat(only(first.get(30, TimeUnit.SECONDS)).kind()).isEqualTo(Kind.PERMANENT);
      for (DeliveryReport report :
          List.of(waiting.get(30, TimeUnit.SECONDS), deliver(site, mail("x\r\n", false)))) {
        assertThat(only(report).kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(only(report).reply().toString())
            .startsWith("451 4.3.2")
            .contains("554 5.3.2 go away");
      }
      assertThat(client.statistics().connectionsOpened()).isEqualTo(1);
    }
  }

  private static void awaitLatch(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("the test did not go on");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aSiteThatDoesNotAnswerIsSlowAndTakesFewMailsOnly() throws Exception {
    useClient(s -> s.initialConnectionsPerDestination(2).maxConnectionsPerDestination(2));
    try (ScriptedServer silent = new ScriptedServer(c -> c.awaitEnd())) {
      SmtpSite site = SmtpSite.of(silent.destination());
      List<CompletableFuture<DeliveryReport>> reports = new ArrayList<>();
      reports.add(client.deliver(site, mail("x\r\n", false)).toCompletableFuture());
      assertThat(client.isSlow(site)).isFalse();
      await("that it counts as slow").until(() -> client.isSlow(site));

      for (int i = 0; i < 20; i++) {
        reports.add(client.deliver(site, mail("x\r\n", false)).toCompletableFuture());
      }
      await("those it has no room for")
          .until(() -> reports.stream().filter(r -> r.isDone()).count() == 15);
      assertThat(client.statistics().connectionsOpen()).isEqualTo(2);
      assertThat(
              reports.stream()
                  .filter(CompletableFuture::isDone)
                  .map(report -> only(report.join()).stage()))
          .containsOnly(DeliveryStage.LOCAL);
    }
  }

  @Test
  void connectionsGrowWithSuccess() throws Exception {
    ConcurrencyWindow window = new ConcurrencyWindow(2, 4);
    assertThat(window.limit()).isEqualTo(2);
    window.succeeded();
    window.succeeded();
    assertThat(window.limit()).isEqualTo(3);
    for (int i = 0; i < 100; i++) {
      window.succeeded();
    }
    assertThat(window.limit()).isEqualTo(4);
    for (int i = 0; i < 10; i++) {
      window.failed();
    }
    assertThat(window.limit()).isEqualTo(1);
  }

  @Test
  void onlyMailsThatAreTakenMakeRoomForMoreConnections() throws Exception {
    useClient(s -> s.initialConnectionsPerDestination(1).maxConnectionsPerDestination(2));
    for (boolean taken : new boolean[] {false, true}) {
      try (ScriptedServer server =
          new ScriptedServer(
              c -> {
                c.greet("PIPELINING").takeMail(taken ? "250 ok" : "451 later");
                c.expect("MAIL FROM:");
                c.awaitEnd();
              },
              c -> c.awaitEnd())) {
        SmtpSite site = SmtpSite.of(server.destination());
        assertThat(deliver(site, mail("x\r\n", false)).allDelivered()).isEqualTo(taken);
        long before = client.statistics().connectionsOpened();
        for (int i = 0; i < 2; i++) {
          var unused = client.deliver(site, mail("x\r\n", false));
        }
        await("the mail on the connection that is there")
            .until(() -> server.received.stream().filter(l -> l.startsWith("MAIL")).count() == 2);
        // both were given to one event loop, in order
        await("the other mail to be placed")
            .during(Duration.ofMillis(taken ? 0 : 200))
            .until(() -> client.statistics().connectionsOpened() - before == (taken ? 1 : 0));
      }
    }
  }

  @Test
  void whatAnApplicationSaysIsNoCommand() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(c -> c.greet("PIPELINING", "DSN").takeMail("250 ok").awaitEnd())) {
      OutgoingMail mail =
          new OutgoingMail(
              "a@b.example",
              List.of(new OutgoingRecipient("c@d.example", "", "rfc822;c d@e")),
              new byte[0],
              false,
              "",
              "1=\r\nRCPT TO:<x@y>");
      assertThat(deliver(SmtpSite.of(server.destination()), mail).allDelivered()).isTrue();
      assertThat(server.received)
          .contains(
              "MAIL FROM:<a@b.example> ENVID=1+3D+0D+0ARCPT+20TO:<x@y>",
              "RCPT TO:<c@d.example> ORCPT=rfc822;c+20d@e");
    }
  }

  @Test
  void whatTheSenderWantsToHearIsSaidToServersThatOfferIt() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(c -> c.greet("PIPELINING", "DSN").takeMail("250 ok").awaitEnd());
        ScriptedServer plain =
            new ScriptedServer(c -> c.greet("PIPELINING").takeMail("250 ok").awaitEnd())) {
      assertThat(
              deliver(SmtpSite.of(server.destination()), mail("x\r\n", false)).requestsPassedOn())
          .isTrue();
      assertThat(server.received)
          .contains(
              "MAIL FROM:<a@b.example> RET=HDRS ENVID=QQ1",
              "RCPT TO:<c@d.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;C@d.example");
      assertThat(deliver(SmtpSite.of(plain.destination()), mail("x\r\n", false)).requestsPassedOn())
          .isFalse();
      assertThat(plain.received).contains("RCPT TO:<c@d.example>");
    }
  }

  @Test
  void eightBitOctetsGoOnlyToServersThatTakeThem() throws Exception {
    try (ScriptedServer plain =
            new ScriptedServer(c -> c.greet("PIPELINING").takeMail("250 ok").awaitEnd());
        ScriptedServer taking =
            new ScriptedServer(
                c -> c.greet("PIPELINING", "8BITMIME").takeMail("250 ok").awaitEnd())) {
      SmtpSite site = SmtpSite.of(plain.destination());
      assertThat(deliver(site, mail("plain\r\n", true)).allDelivered()).isTrue();
      useClient(s -> s);
      assertThat(deliver(site, mail("Subject: x\r\n\r\ngr\u00fcn\r\n", false)).allDelivered())
          .isTrue();
      assertThat(plain.received)
          .contains("gr=FCn", "Content-Transfer-Encoding: quoted-printable")
          .noneMatch(line -> line.contains("BODY="));

      useClient(s -> s);
      Outcome refused = only(deliver(site, mail("Subject: gr\u00fcn\r\n\r\n", true)));
      assertThat(refused.kind()).isEqualTo(Kind.PERMANENT);
      assertThat(refused.reply().toString()).startsWith("554 5.6.3");

      SmtpSite eight = SmtpSite.of(taking.destination());
      assertThat(deliver(eight, mail("Subject: x\r\n\r\ngr\u00fcn\r\n", false)).allDelivered())
          .isTrue();
      assertThat(taking.received)
          .contains("gr\u00fcn")
          .anyMatch(line -> line.startsWith("MAIL") && line.contains(" BODY=8BITMIME"));
    }
  }

  @Test
  void tlsIsUsedWhereItIsOffered(@TempDir Path keys) throws Exception {
    TestCertificate certificate = TestCertificate.make(keys, "mx.example");
    List<IncomingMail> mails = new CopyOnWriteArrayList<>();
    try (SmtpServer server =
        SmtpServer.start(
            SmtpServerConfiguration.builder()
                .hostname("mx.example")
                .bindAddress("127.0.0.1")
                .port(0)
                .security(
                    new ServerSecurity(
                        Optional.of(
                            TlsContexts.server(certificate.certificate(), certificate.key())),
                        Optional.empty(),
                        RelayPolicy.loopbackOnly()))
                .build(),
            mail -> {
              mails.add(mail);
              return CompletableFuture.completedFuture("q");
            })) {
      SmtpSite site = SmtpSite.of(new SmtpDestination("127.0.0.1", server.port()));
      for (int i = 0; i < 20; i++) {
        assertThat(deliver(site, mail("x\r\n", false)).allDelivered()).isTrue();
      }
      assertThat(client.statistics().connectionsEncrypted()).isPositive();
      assertThat(new String(mails.get(19).content(), StandardCharsets.ISO_8859_1))
          .contains("with ESMTPS id");

      useClient(s -> s.startTls(false));
      assertThat(deliver(site, mail("x\r\n", false)).allDelivered()).isTrue();
      assertThat(client.statistics().connectionsEncrypted()).isZero();
    }
  }

  @Test
  void aServerThatDoesNotGetTlsToWorkIsTalkedToInTheClear() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                c -> {
                  c.greet("STARTTLS").expect("STARTTLS").say("220 go", "250 this is no handshake");
                  c.awaitEnd();
                },
                c -> c.greet("PIPELINING", "STARTTLS").takeMail("250 ok").awaitEnd());
        ScriptedServer tampered =
            new ScriptedServer(
                c -> {
                  c.greet("STARTTLS").expect("STARTTLS").sayHalf("220 go\r\n250-behind");
                  c.expectEnd();
                },
                c -> c.greet("PIPELINING", "STARTTLS").takeMail("250 ok").awaitEnd());
        ScriptedServer refusing =
            new ScriptedServer(
                c -> {
                  c.greet("PIPELINING", "STARTTLS").expect("STARTTLS").say("454 not now");
                  c.takeMail("250 ok").awaitEnd();
                })) {
      DeliveryReport report = deliver(SmtpSite.of(server.destination()), mail("x\r\n", false));
      assertThat(report.allDelivered()).as(report.toString()).isTrue();
      assertThat(deliver(SmtpSite.of(tampered.destination()), mail("x\r\n", false)).allDelivered())
          .as("half a line in the clear is not taken under TLS")
          .isTrue();
      assertThat(deliver(SmtpSite.of(refusing.destination()), mail("x\r\n", false)).allDelivered())
          .isTrue();
    }
  }
}
