package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.smtp.RawClient;
import io.netty.util.internal.InternalThreadLocalMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The server over real sockets. */
class SmtpServerTest {

  private static final String ENVELOPE = "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n";
  private static final int ENVELOPE_REPLIES = 5;

  private final Queue<IncomingMail> mails = new ConcurrentLinkedQueue<>();
  private final MailReceiver receiver =
      mail -> {
        mails.add(mail);
        return CompletableFuture.completedFuture("q" + mails.size());
      };

  private SmtpServer start(UnaryOperator<SmtpServerConfiguration.Builder> settings) {
    return start(settings, receiver);
  }

  private static SmtpServer start(
      UnaryOperator<SmtpServerConfiguration.Builder> settings, MailReceiver receiver) {
    SmtpServerConfiguration.Builder builder =
        SmtpServerConfiguration.builder()
            .hostname("mx.example.org")
            .bindAddress("127.0.0.1")
            .port(0)
            .drainTimeout(Duration.ofSeconds(5));
    return SmtpServer.start(settings.apply(builder).build(), receiver);
  }

  private static List<String> replies(RawClient client, int number) throws IOException {
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      replies.add(client.reply());
    }
    return replies;
  }

  @Test
  void takesAMail() throws Exception {
    try (SmtpServer server = start(s -> s);
        RawClient client = new RawClient(server.port())) {
      client.send(ENVELOPE);
      assertThat(replies(client, ENVELOPE_REPLIES)).last().asString().startsWith("354");
      client.send("x\r\n.\r\nQUIT\r\n");
      assertThat(replies(client, 3))
          .containsExactly("250 2.0.0 Ok: queued as q1", "221 2.0.0 Bye", null);
      assertThat(mails).hasSize(1);
      assertThat(server.statistics().mailsAccepted()).isEqualTo(1);
      await().until(() -> server.statistics().connectionsOpen() == 0);
    }
  }

  @Test
  void answersAClientThatHasEndedItsOutput() throws Exception {
    CompletableFuture<String> stored = new CompletableFuture<>();
    try (SmtpServer server = start(s -> s, mail -> stored);
        RawClient client = new RawClient(server.port())) {
      client.send(ENVELOPE + "x\r\n.\r\n").endOutput();
      replies(client, ENVELOPE_REPLIES);
      await().until(() -> server.statistics().mailsWithReceiver() == 1);
      stored.complete("id");
      assertThat(replies(client, 2)).containsExactly("250 2.0.0 Ok: queued as id", null);
    }
  }

  @Test
  void aRefusedFloodHearsItsReply() throws Exception {
    try (SmtpServer server = start(s -> s.maxMessageBytes(1000).maxDiscardedBytes(100_000));
        RawClient client = new RawClient(server.port())) {
      client.send(ENVELOPE + ("x".repeat(98) + "\r\n").repeat(5_000));
      replies(client, ENVELOPE_REPLIES);
      assertThat(replies(client, 2))
          .containsExactly("552 5.3.4 Mail exceeds the limit of 1000 octets", null);
    }
  }

  @Test
  void takesNoMoreConnectionsThanAllowed() throws Exception {
    try (SmtpServer server = start(s -> s.maxConnections(2));
        RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port())) {
      assertThat(first.reply()).startsWith("220");
      assertThat(second.reply()).startsWith("220");
      try (RawClient third = new RawClient(server.port())) {
        assertThat(replies(third, 2))
            .containsExactly("421 4.3.2 Too many connections now; try again later", null);
      }
      first.hangUp();
      await().until(() -> server.statistics().connectionsOpen() == 1);
      try (RawClient fourth = new RawClient(server.port())) {
        assertThat(fourth.reply()).startsWith("220");
      }
      assertThat(server.statistics().connectionsRefused()).isEqualTo(1);
    }
  }

  @Test
  void anAllowedNetworkHasAsManyConnectionsAsItNeeds() throws Exception {
    try (SmtpServer server =
            start(
                s ->
                    s.maxConnectionsPerAddress(1)
                        .security(RelayPolicyTest.security("", RelayPolicy.LOOPBACK)));
        RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port())) {
      assertThat(first.reply()).startsWith("220");
      assertThat(second.reply()).startsWith("220");
    }
  }

  @Test
  void takesNoMoreConnectionsOfOneAddressThanAllowed() throws Exception {
    try (SmtpServer server =
            start(s -> s.maxConnectionsPerAddress(1).security(RelayPolicyTest.security("", "")));
        RawClient first = new RawClient(server.port())) {
      assertThat(first.reply()).startsWith("220");
      try (RawClient second = new RawClient(server.port())) {
        assertThat(second.reply()).startsWith("421 4.7.0");
      }
    }
  }

  @Test
  void servesOneMailAmongThousandsOfSilentConnections() throws Exception {
    int silent = 2000;
    List<RawClient> clients = new ArrayList<>();
    try (SmtpServer server = start(s -> s)) {
      for (int i = 0; i < silent; i++) {
        clients.add(new RawClient(server.port()));
      }
      await().until(() -> server.statistics().connectionsOpen() == silent);
      try (RawClient client = new RawClient(server.port())) {
        client.send(ENVELOPE + "x\r\n.\r\n");
        assertThat(replies(client, ENVELOPE_REPLIES + 1)).last().asString().startsWith("250");
      }
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void closesSilentConnections() throws Exception {
    try (SmtpServer server = start(s -> s.idleTimeout(Duration.ofMillis(200)));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.reply()).startsWith("220");
      assertThat(replies(client, 2))
          .containsExactly("421 4.4.2 Nothing received for too long; closing the connection", null);
    }
  }

  @Test
  void doesNotPileUpRepliesForAClientThatDoesNotRead() throws Exception {
    try (SmtpServer server = start(s -> s.maxCommandsWithoutMail(1_000_000));
        RawClient client = new RawClient(server.port())) {
      int commands = 400_000;
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < commands / 1000; i++) {
                    client.send("NOOP\r\n".repeat(1000));
                  }
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
      assertThat(client.reply()).startsWith("220");
      for (int i = 0; i < commands; i++) {
        assertThat(client.reply()).isEqualTo("250 2.0.0 Ok");
      }
      sent.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aReceiverThatBlocksHoldsUpOnlyItsOwnSession() throws Exception {
    CompletableFuture<String> blocked = new CompletableFuture<>();
    ExecutorService executor = Executors.newCachedThreadPool();
    MailReceiver blocking =
        MailReceiver.blocking(
            mail -> mail.heloName().equals("slow") ? blocked.join() : "fast", executor);
    try (SmtpServer server = start(s -> s.eventLoopThreads(1), blocking);
        RawClient slow = new RawClient(server.port());
        RawClient fast = new RawClient(server.port())) {
      slow.send(ENVELOPE.replace("EHLO c", "EHLO slow") + "x\r\n.\r\n");
      fast.send(ENVELOPE + "x\r\n.\r\n");
      assertThat(replies(fast, ENVELOPE_REPLIES + 1)).last().asString().endsWith("fast");
      blocked.complete("slow");
      assertThat(replies(slow, ENVELOPE_REPLIES + 1)).last().asString().endsWith("slow");
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void stoppingTellsIdleClientsAndWaitsForMails() throws Exception {
    CompletableFuture<String> stored = new CompletableFuture<>();
    SmtpServer server = start(s -> s, mail -> stored);
    try (RawClient idle = new RawClient(server.port());
        RawClient sending = new RawClient(server.port())) {
      idle.reply();
      sending.send(ENVELOPE);
      replies(sending, ENVELOPE_REPLIES);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertThat(replies(idle, 2))
          .containsExactly("421 4.3.2 Server is stopping; try again later", null);
      sending.send("x\r\n.\r\n");
      await().until(() -> server.statistics().mailsWithReceiver() == 1);
      stored.complete("id");
      assertThat(replies(sending, 3))
          .containsExactly(
              "250 2.0.0 Ok: queued as id", "421 4.3.2 Server is stopping; try again later", null);
      idle.hangUp();
      sending.hangUp();
      closing.get(10, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> new RawClient(server.port())).isInstanceOf(IOException.class);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    AtomicReference<Object> left = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              SmtpServer server = start(s -> s);
              try (RawClient client = new RawClient(server.port())) {
                client.reply();
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
              server.close();
              left.set(InternalThreadLocalMap.getIfSet());
            });
    thread.start();
    thread.join();
    assertThat(left.get()).as("what Netty keeps in the thread of the caller").isNull();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("hikyaku-smtp-server"));
  }

  @Test
  void saysWhyItCannotListen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> start(s -> s.port(taken.getLocalPort())))
          .isInstanceOf(SmtpBindException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use")
          .hasMessageContaining("choose a free port");
    }
  }

  @Test
  void reportsAllFaultsTogether() {
    SmtpServerConfiguration configuration =
        SmtpServerConfiguration.builder()
            .hostname("no host")
            .port(70000)
            .idleTimeout(Duration.ZERO)
            .maxBufferedBytes(70_000)
            .build();
    assertThat(configuration.faults())
        .containsExactly(
            "hostname 'no host' is not a domain name",
            "port 70000 is not within 0 to 65535",
            "idleTimeout PT0S is not longer than zero and at most one day",
            "maxBufferedBytes 70000 is less than maxMessageBytes 10240000: the largest mail could"
                + " never be received");
    assertThatThrownBy(() -> SmtpServer.start(configuration, receiver))
        .hasMessageContainingAll("no host", "70000", "PT0S");
    assertThat(SmtpServerConfiguration.builder().build().faults()).isEmpty();
  }
}
