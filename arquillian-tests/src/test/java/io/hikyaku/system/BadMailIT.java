package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final int MEBIBYTE = 1 << 20;

  private static LibertyNode node;
  private static int mails;

  @BeforeAll
  static void start() {
    node = new LibertyNode(NodeSettings.alone("bad-mail", "a")).start();
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
  void garbageIsAnsweredUntilTheConnectionIsClosed() throws IOException {
    byte[] garbage = new byte[MEBIBYTE];
    new Random(1).nextBytes(garbage);
    try (SmtpConnection connection = SmtpConnection.raw(port(), REPLY)) {
      assertThat(connection.reply()).startsWith("220");
      String last = "";
      try {
        connection.send(garbage);
        while (true) {
          last = connection.reply();
          assertThat(last).matches("[45]\\d\\d .*");
        }
      } catch (IOException closed) {
        // by the server, after too many bad commands
        assertThat(last.isEmpty() || last.startsWith("421")).as(last).isTrue();
      }
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
      for (int i = 0; i < HALF_OPEN; i++) {
        SmtpConnection connection = SmtpConnection.raw(port(), REPLY);
        silent.add(connection);
        if (i % 2 == 1) {
          connection.send("EHLO half".getBytes(ISO_8859_1));
        }
      }
      assertThat(silent.get(HALF_OPEN - 1).reply()).startsWith("220");
      theNextMailGetsThrough();
    } finally {
      silent.forEach(BadMailIT::close);
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
