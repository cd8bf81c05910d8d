package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Postfix in front of us and behind us, with all its extensions and with none. */
interface PostfixNeighbour {

  MailStage stage();

  @Test
  default void mailPassesPostfixInFrontOfUsAndBehindUs() throws IOException {
    // master(8) starts as root only
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(Commands.isThere("postfix")).isTrue();
    MailStage stage = stage();
    Sink sink = stage.sink(stage.relayPort);
    String ours = "smtp:[127.0.0.1]:" + stage.node.settings().smtpPort();
    String toSink = "smtp:[127.0.0.1]:" + stage.relayPort;
    try (Postfix postfix =
        new Postfix(
            stage.directory,
            stage.postfixPort,
            stage.plainPostfixPort,
            MailStage.LARGEST_OF_PLAIN,
            Map.of("example.org", ours, "postfix.test", toSink, "old.test", toSink),
            Map.of("back@postfix.test", "back@example.org", "back@old.test", "old@example.org"))) {
      inFront(stage);
      behind(stage, sink);
      converted(stage);
      tooLarge(stage);
      assertThat(postfix).isNotNull();
    }
  }

  /** A client, Postfix, us, a mailbox: under TLS, as both offer it. */
  private static void inFront(MailStage stage) {
    Commands.run(
        ("smtp-source -4 -s 5 -m 100 -l 3000 -M client.example -f a@b.example -t front@example.org"
                + " 127.0.0.1:"
                + stage.postfixPort)
            .split(" ", -1));
    stage.awaitMailbox("front", 100);
    try {
      assertThat(Files.readString(stage.fileOf("front"), UTF_8))
          .contains("from postfix.example.net ([127.0.0.2])")
          .contains("with ESMTPS id");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client, us, Postfix, smtp-sink; and what Postfix refuses comes back as a bounce. */
  private static void behind(MailStage stage, Sink sink) {
    int before = sink.mails();
    stage.relayMany(100, "postfix.test");
    stage.relayMany(50, "old.test");
    await("mails by Postfix").atMost(MailStage.SOON).until(() -> sink.mails() == before + 150);
    stage.relayFrom("refused@example.org", "nobody@postfix.test");
    assertThat(stage.mailOf("refused"))
        .contains("Final-Recipient: rfc822; nobody@postfix.test")
        .contains("554 5.7.1");
  }

  /** To a server without 8BITMIME and back, and read there by Python. */
  private static void converted(MailStage stage) throws IOException {
    Path sent = stage.directory.resolve("converted.eml");
    Files.writeString(
        sent,
        """
        MIME-Version: 1.0
        Subject: converted
        Content-Type: multipart/mixed; boundary=b
        Content-Transfer-Encoding: 8bit

        --b
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Grüße = aus Köln\s
        .
        --b
        Content-Type: application/x-hikyaku
        Content-Transfer-Encoding: 8bit

        飛脚
        --b--
        """
            .replace("\n", "\r\n"),
        UTF_8);
    stage.relay("back@old.test", "--data", "@" + sent);
    stage.awaitMailbox("old", 1);
    assertThat(Files.readAllBytes(stage.fileOf("old"))).doesNotContain((byte) 0xc3, (byte) 0xe9);
    String script =
        """
        import email, email.policy, sys
        m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
        text, other = m.iter_parts()
        assert text.get_content().splitlines() == ['Grüße = aus Köln ', '.'], text.get_content()
        assert text['content-transfer-encoding'] == 'quoted-printable'
        assert other['content-transfer-encoding'] == 'base64'
        assert other.get_content().decode('utf-8').strip() == '飛脚', other.get_content()
        """;
    Commands.run("python3", "-c", script, stage.fileOf("old").toString());
  }

  /** Larger than the next server takes: it is told so before it is sent. */
  private static void tooLarge(MailStage stage) {
    stage.relayFrom(
        "large@example.org", "b@old.test", "--body", ("x".repeat(70) + "\\n").repeat(400));
    assertThat(stage.mailOf("large")).contains("Status: 5.3.4");
  }
}
