package io.hikyaku.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.TestCertificate;
import io.hikyaku.smtp.tls.TlsContexts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialogues of STARTTLS and AUTH, cut into packets and TLS records everywhere. */
class TlsPacketSplitTest {

  private static final String HELLO = "EHLO c.example\r\nSTARTTLS\r\n";

  private static final String SCRIPT =
      "EHLO c.example\r\nAUTH LOGIN\r\n"
          + base64("john")
          + "\r\n"
          + base64("wrong")
          + "\r\nAUTH PLAIN\r\n"
          + base64("\0john\0tanuki")
          + "\r\nAUTH PLAIN\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@far.example>\r\nDATA\r\n"
          + "Subject: x\r\n\r\n..\r\n.\r\nQUIT\r\n";

  private static final String[] EXPECTED = {
    "250",
    "334",
    "334",
    "535 5.7.8",
    "334",
    "235 2.7.0",
    "503 5.5.1",
    "250 2.1.0",
    "250 2.1.5",
    "354",
    "250 2.0.0",
    "221 2.0.0"
  };

  private static SslContext serverTls;
  private static SslContext clientTls;

  private final List<IncomingMail> mails = new ArrayList<>();
  private EmbeddedChannel server;
  private EmbeddedChannel client;

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
  }

  @BeforeAll
  static void makeCertificate(@TempDir Path keys) throws Exception {
    TestCertificate certificate = TestCertificate.make(keys, "mx.example.org");
    serverTls = TlsContexts.server(certificate.certificate(), certificate.key());
    clientTls = TlsContexts.opportunisticClient();
  }

  @BeforeEach
  void connect() {
    ServerSecurity security =
        new ServerSecurity(
            Optional.of(serverTls),
            Optional.of(
                (user, password) ->
                    CompletableFuture.completedFuture(
                        user.equals("john") && password.equals("tanuki"))),
            RelayPolicy.parse("own.example", "", new ArrayList<>()));
    SmtpServerConfiguration configuration =
        SmtpServerConfiguration.builder().hostname("mx.example.org").security(security).build();
    MailReceiver receiver =
        mail -> {
          mails.add(mail);
          return CompletableFuture.completedFuture("q");
        };
    server =
        new EmbeddedChannel(
            new SessionHandler(new ServerContext(configuration, receiver, Clock.systemUTC())));
    client = null;
  }

  @AfterEach
  void close() {
    for (EmbeddedChannel channel : new EmbeddedChannel[] {server, client}) {
      if (channel != null) {
        boolean unused = channel.finishAndReleaseAll();
      }
    }
  }

  /** Sends in the clear, in pieces of this size, and returns what was answered. */
  private String inTheClear(String octets, int piece) {
    for (int i = 0; i < octets.length(); i += piece) {
      String part = octets.substring(i, Math.min(octets.length(), i + piece));
      if (server.isOpen()) {
        boolean unused = server.writeInbound(Unpooled.copiedBuffer(part, US_ASCII));
      }
    }
    return takeFrom(server, true);
  }

  /** All that a channel wants to send, or has received. */
  private static String takeFrom(EmbeddedChannel channel, boolean outbound) {
    StringBuilder text = new StringBuilder();
    ByteBuf buffer;
    while ((buffer = outbound ? channel.readOutbound() : channel.readInbound()) != null) {
      text.append(buffer.toString(ISO_8859_1));
      buffer.release();
    }
    return text.toString();
  }

  /** Brings octets of TLS over in both directions, in pieces, until both sides are silent. */
  private void exchange(int piece) {
    boolean moved = true;
    while (moved) {
      boolean there = move(client, server, piece);
      boolean back = move(server, client, piece);
      moved = there || back;
    }
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to, int piece) {
    from.runPendingTasks();
    ByteBuf buffer = from.readOutbound();
    if (buffer == null) {
      return false;
    }
    while (buffer.isReadable()) {
      ByteBuf part = buffer.readRetainedSlice(Math.min(piece, buffer.readableBytes()));
      if (to.isOpen()) {
        boolean unused = to.writeInbound(part);
      } else {
        part.release();
      }
    }
    buffer.release();
    return true;
  }

  private void handshake(int piece) {
    assertThat(triesHandshake(piece)).as("the handshake").isTrue();
  }

  private boolean triesHandshake(int piece) {
    SslHandler handler = clientTls.newHandler(Unpooled.EMPTY_BUFFER.alloc());
    client = new EmbeddedChannel(handler);
    exchange(piece);
    return handler.handshakeFuture().isSuccess();
  }

  /** Sends records of TLS, each of the texts in one, and returns what was answered. */
  private String encrypted(int piece, String... records) {
    for (String record : records) {
      boolean unused = client.writeOutbound(Unpooled.copiedBuffer(record, ISO_8859_1));
      exchange(piece);
    }
    return takeFrom(client, false);
  }

  private void check(String replies) {
    assertThat(SessionTester.codesOf(replies)).containsExactly(EXPECTED);
    assertThat(mails).hasSize(1);
    assertThat(SessionTester.body(mails.get(0))).isEqualTo("Subject: x\r\n\r\n.\r\n");
    assertThat(mails.get(0).user()).isEqualTo("john");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64, 100_000})
  void inPacketsOfEverySize(int piece) {
    assertThat(SessionTester.codesOf(inTheClear(HELLO, piece)))
        .containsExactly("220", "250", "220 2.0.0");
    handshake(piece);
    check(encrypted(piece, SCRIPT));
  }

  @Test
  void inARecordPerOctet() {
    String unused = inTheClear(HELLO, HELLO.length());
    handshake(100_000);
    check(encrypted(100_000, SCRIPT.split("")));
  }

  @Test
  void inTwoRecordsCutEverywhere() {
    // each third position: a handshake is slow, and a record per octet is tried above
    for (int cut = 1; cut < SCRIPT.length(); cut += 3) {
      close();
      connect();
      mails.clear();
      String unused = inTheClear(HELLO, HELLO.length());
      handshake(100_000);
      check(encrypted(100_000, SCRIPT.substring(0, cut), SCRIPT.substring(cut)));
    }
  }

  @Test
  void whatIsInjectedBeforeTheHandshakeIsNeverRunHoweverItIsCut() {
    String injected = "EHLO c.example\r\nSTARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<e@b>\r\n";
    int handshakes = 0;
    for (int piece = 1; piece <= injected.length(); piece++) {
      close();
      connect();
      assertThat(SessionTester.codesOf(inTheClear(injected, piece)))
          .startsWith("220", "250", "220 2.0.0")
          .hasSize(3);
      if (triesHandshake(100_000)) {
        handshakes++;
        assertThat(SessionTester.codesOf(encrypted(100_000, "RCPT TO:<c@own.example>\r\n")))
            .as("neither a name nor a sender is known")
            .containsExactly("503 5.5.1");
      } else {
        // what came as a packet of its own is taken for the handshake, which it is not
        assertThat(takeFrom(server, true)).doesNotContain("250 ", "503 ");
      }
    }
    assertThat(handshakes).isPositive();
  }
}
