package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients of the Internet send: each is answered clearly, and the next mail gets through. */
@ExtendWith(LogsOnFailure.class)
class BadMailIT {

  private static final Duration REPLY = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int LARGEST_MAIL = 10_240_000;
  private static final int HALF_OPEN = 10_000;
  private static final int BELOW_LIMIT = 50;
  private static final int MEBIBYTE = 1 << 20;

  private static LibertyNode node;
  private static int mails;

  @BeforeAll
  static void start() {
    node =
        new LibertyNode(
                NodeSettings.alone("bad-mail", "a")
                    .withOverrides(
                        "<resourceAdapter id='hikyaku'><properties.hikyaku smtpMaxConnections='"
                            + (HALF_OPEN + BELOW_LIMIT)
                            + "'/></resourceAdapter>"))
            .start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void theNextMailGetsThrough() throws IOException {
    String user = "after" + ++mails;
    try (SmtpConnection connection = SmtpConnection.greeted(port(), REPLY)) {
      assertThat(connection.mail(user + "@example.org", "Subject: after\r\n\r\nHello"))
          .startsWith("250");
    }
    await("the mail of " + user)
        .atMost(SOON)
        .until(() -> node.mailboxes().of("example.org", user).size() == 1);
  }

  @Test
  void commandsInTheWrongOrderAndUnknownOnesAreRefusedByTheirCodes() throws IOException {
    try (SmtpConnection connection = SmtpConnection.raw(port(), REPLY)) {
      assertThat(connection.reply()).startsWith("220");
      assertThat(connection.command("MAIL FROM:<a@example.org>")).startsWith("503");
      assertThat(connection.command("EHLO test.example")).startsWith("250");
      assertThat(connection.command("DATA")).startsWith("503");
      assertThat(connection.command("FROB")).startsWith("500");
      assertThat(connection.command("MAIL FROM:nonsense")).startsWith("501");
      assertThat(connection.command("NOOP")).startsWith("250");
    }
  }

  @Test
  void garbageIsRefusedLineByLineUntilTheConnectionEnds() throws IOException {
    byte[] garbage = new byte[MEBIBYTE];
    new Random(1).nextBytes(garbage);
    List<String> replies = new ArrayList<>();
    try (SmtpConnection connection = SmtpConnection.raw(port(), REPLY)) {
      assertThat(connection.reply()).startsWith("220");
      connection.send(garbage);
      connection.send("\r\nQUIT\r\n");
      while (true) {
        replies.add(connection.reply());
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("neither closed nor answered after " + replies, e);
    } catch (IOException closed) {
      // by the server, after QUIT or too many refused commands
      assertThat(replies).allMatch(reply -> reply.matches("(221|421|5\\d\\d) .*"));
    }
  }

  @Test
  void aCommandOfOneMegabyteIsRefusedAndTheSessionGoesOn() throws IOException {
    try (SmtpConnection connection = SmtpConnection.greeted(port(), REPLY)) {
      connection.send("NOOP " + "x".repeat(MEBIBYTE) + "\r\n");

      assertThat(connection.reply()).startsWith("500").contains("exceeds the limit");
      assertThat(connection.command("NOOP")).startsWith("250");
    }
  }

  @Test
  void aLineOfMailOfOneMegabyteIsRefusedAndTheSessionGoesOn() throws IOException {
    try (SmtpConnection connection = SmtpConnection.greeted(port(), REPLY)) {
      String reply =
          connection.mail("long@example.org", "Subject: long\r\n\r\n" + "x".repeat(MEBIBYTE));

      assertThat(reply).startsWith("500").contains("exceeds the limit");
      assertThat(connection.command("NOOP")).startsWith("250");
    }
  }

  @Test
  void aMailOverTheLimitIsRefusedBeforeAndAfterItIsSent() throws IOException {
    try (SmtpConnection connection = SmtpConnection.greeted(port(), REPLY)) {
      assertThat(connection.command("MAIL FROM:<a@example.org> SIZE=" + (LARGEST_MAIL + 1)))
          .startsWith("552");

      String line = "x".repeat(998) + "\r\n";
      String reply =
          connection.mail("big@example.org", "\r\n" + line.repeat(LARGEST_MAIL / 1000 + 1));

      assertThat(reply).startsWith("552").contains(Integer.toString(LARGEST_MAIL));
      assertThat(node.mailboxes().of("example.org", "big")).isEmpty();
    }
  }

  @Test
  void aMailGetsThroughBesideThousandsOfConnectionsThatSayNothing() throws IOException {
    List<SmtpConnection> silent = new ArrayList<>();
    try {
      open(HALF_OPEN, silent);
      assertThat(silent.get(HALF_OPEN - 1).reply()).startsWith("220");
      theNextMailGetsThrough();

      open(2 * BELOW_LIMIT, silent);
      List<String> greetings = new ArrayList<>();
      for (SmtpConnection late : silent.subList(HALF_OPEN, silent.size())) {
        greetings.add(late.reply());
      }
      // which of them is not said: two threads accept connections
      assertThat(greetings)
          .filteredOn(greeting -> greeting.startsWith("421"))
          .hasSizeGreaterThanOrEqualTo(BELOW_LIMIT);
    } finally {
      silent.forEach(BadMailIT::close);
    }
  }

  /** Half of them say nothing at all, half of them begin a command. */
  private static void open(int count, List<SmtpConnection> connections) throws IOException {
    for (int i = 0; i < count; i++) {
      SmtpConnection connection = SmtpConnection.raw(port(), REPLY);
      connections.add(connection);
      if (i % 2 == 1) {
        connection.send("EHLO half");
      }
    }
  }

  private static void close(SmtpConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port() {
    return node.settings().smtpPort();
  }
}
