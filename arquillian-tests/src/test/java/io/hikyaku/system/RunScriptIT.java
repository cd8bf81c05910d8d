package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The first thing that anybody does: {@code ./run}, and a mail. */
class RunScriptIT {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Under 20 s on two idle cores is what is wanted; builders are seldom idle. */
  private static final Duration SECOND_START_LIMIT = Duration.ofSeconds(60);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void theFirstMailLiesInTheMailboxAndTheNodeStopsCleanly() throws Exception {
    RunScript.MAILBOXES.clear();
    RunScript first = RunScript.start("--fresh");
    try {
      first.awaitReady(START_LIMIT);
      assertThat(first.output())
          .contains("mail in    SMTP on 127.0.0.1:" + first.smtpPort())
          .contains("/hikyaku/")
          .contains("/dev/tcp/127.0.0.1/" + first.smtpPort());

      theConsoleIsOpenToTheUserThatItTells(first.output());
      first.sendAsItSays();
      await("the mail that ./run says how to send")
          .atMost(SOON)
          .until(() -> RunScript.MAILBOXES.of("example.org", "you").size() == 1);
      sendByAnIndependentClient(first.smtpPort());
      await("the mail of an independent client")
          .atMost(SOON)
          .until(() -> RunScript.MAILBOXES.of("example.org", "independent").size() == 1);

      Path mail = RunScript.MAILBOXES.of("example.org", "independent").get(0);
      assertThat(Files.readString(mail, UTF_8))
          .contains("Return-Path: <sender@test.example>", "Received: ", "\r\n\r\n");
    } finally {
      assertThat(first.terminate(STOP_LIMIT)).as(first.output()).isZero();
    }
    assertThat(first.output()).contains("has stopped");

    RunScript second = RunScript.start();
    try {
      Duration secondStart = second.awaitReady(START_LIMIT);
      System.out.println("OUTCOME second start of ./run: " + secondStart.toMillis() + " ms");
      assertThat(secondStart).isLessThan(SECOND_START_LIMIT);
    } finally {
      assertThat(second.terminate(STOP_LIMIT)).as(second.output()).isZero();
    }
  }

  private static void theConsoleIsOpenToTheUserThatItTells(String output) throws IOException {
    Path kept = Built.ROOT.resolve("work/node-9/password");
    String password = Files.readString(kept, UTF_8).strip();
    assertThat(output).contains("https://127.0.0.1:" + RunScript.HTTPS_PORT, password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    Path keys = kept.resolveSibling("key-password");
    assertThat(Files.readString(keys, UTF_8).strip()).hasSizeGreaterThan(15).isNotEqualTo(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(kept.resolveSibling("logs/messages.log"), UTF_8))
        .contains("HIKYAKU1000I")
        .doesNotContain("HIKYAKU3005W");
    Path users = kept.resolveSibling("servers/hikyaku/configDropins/overrides/users.xml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users)))
        .isEqualTo("rw-------");
    assertThat(new Curl(RunScript.HTTPS_PORT, "admin:" + password).get("/session/me").status())
        .isEqualTo(200);
    assertThat(new Curl(RunScript.HTTPS_PORT, "admin:wrong").get("/session/me").status())
        .isEqualTo(401);
  }

  private static void sendByAnIndependentClient(int port) throws IOException {
    String recipient = "independent@example.org";
    if (Commands.isThere("swaks")) {
      Commands.run(
          "swaks",
          "--server",
          "127.0.0.1:" + port,
          "--from",
          "sender@test.example",
          "--to",
          recipient);
    } else {
      try (SmtpConnection connection = SmtpConnection.greeted(port, SOON)) {
        assertThat(connection.mail(recipient, "Subject: raw\r\n\r\nHello")).startsWith("250");
      }
    }
  }
}
