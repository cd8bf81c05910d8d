package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients of others: swaks, Python's smtplib, curl, smtp-source. */
interface IndependentClients {

  MailStage stage();

  @Test
  default void relayingIsClosedForStrangersAndOpenForOwnDomains() {
    assertThatThrownBy(() -> stage().swaks("--from", "a@b.example", "--to", "c@relay.test"))
        .hasMessageContaining("550 5.7.1");
    stage().swaks("--from", "a@b.example", "--to", "own@example.org");
    stage().awaitMailbox("own", 1);
  }

  @Test
  default void swaksAuthenticatesUnderTlsAndRelays() {
    assumeThatCode(() -> Commands.run("perl", "-MNet::SSLeay", "-e", "1"))
        .as("swaks speaks TLS by the package libnet-ssleay-perl")
        .doesNotThrowAnyException();
    Sink sink = stage().sink(stage().relayPort);
    assertThatThrownBy(() -> authenticate(MailStage.PASSWORD, "PLAIN"))
        .as("not offered in the clear")
        .isInstanceOf(AssertionError.class);
    for (String mechanism : List.of("PLAIN", "LOGIN")) {
      String said = authenticate(MailStage.PASSWORD, mechanism, "--tls", "--hide-all");
      assertThat(said).doesNotContain("***");
    }
    assertThatThrownBy(() -> authenticate("wrong", "PLAIN", "--tls"))
        .hasMessageContaining("535 5.7.8");
    await("both mails").atMost(MailStage.SOON).until(() -> sink.mails() == 2);
  }

  private String authenticate(String password, String mechanism, String... more) {
    String fixed =
        "--from a@b.example --to c@relay.test --auth-user john --auth-password %s --auth %s %s"
            .formatted(password, mechanism, String.join(" ", more));
    return stage().swaks(fixed.strip().split(" +", -1));
  }

  @Test
  default void pythonSendsUnderTlsWithDsnParameters() {
    String script =
        """
        import smtplib, ssl, email.message, email.policy
        m = email.message.EmailMessage()
        m['From'] = 'me@example.org'; m['To'] = 'py@example.org'; m['Subject'] = 'python'
        m.set_content('.leading dot\\n..\\nend')
        context = ssl._create_unverified_context()
        with smtplib.SMTP('127.0.0.1', PORT, local_hostname='py.example') as s:
            s.ehlo(); s.starttls(context=context); s.ehlo()
            assert s.has_extn('dsn') and s.has_extn('8bitmime') and s.has_extn('size')
            s.login('john', 'tanuki')
            refused = s.sendmail('me@example.org', ['py@example.org'], m.as_bytes(policy=email.policy.SMTP),
                mail_options=['RET=HDRS', 'ENVID=QQ7'],
                rcpt_options=['NOTIFY=SUCCESS', 'ORCPT=rfc822;py@example.org'])
            assert not refused, refused
        """
            .replace("PORT", Integer.toString(stage().node.settings().smtpPort()));
    Commands.run("python3", "-c", script);
    assertThat(stage().mailOf("py"))
        .contains("with ESMTPSA id")
        .contains("\r\n.leading dot\r\n..\r\nend\r\n");
    assertThat(stage().mailOf("me"))
        .contains("Original-Envelope-Id: QQ7")
        .contains("Action: delivered")
        .contains("Original-Recipient: rfc822; py@example.org");
  }

  @Test
  default void curlSends() throws IOException {
    Path mail = stage().directory.resolve("curl.eml");
    Files.writeString(mail, "Subject: curl\r\n\r\nfrom curl\r\n");
    Commands.run(
        ("curl -sS --ssl-reqd -k --user john:tanuki --mail-from a@b.example"
                + " --mail-rcpt curl@example.org -T "
                + mail
                + " smtp://"
                + stage().server())
            .split(" ", -1));
    stage().awaitMailbox("curl", 1);
  }

  @Test
  default void smtpSourceLosesNothingOverManySessions() {
    Sink sink = stage().sink(stage().relayPort);
    stage().smtpSource(20, 500, 3000, "many@example.org");
    stage().awaitMailbox("many", 500);
    assertThat(sink.mails()).isZero();
  }

  @Test
  default void anApplicationGetsMailAndAnswersIt() {
    String said =
        stage()
            .relayFrom(
                "customer@example.org",
                "Orders@inbox.test",
                "--header",
                "Subject: two boxes",
                "--attach-name",
                "list.txt",
                "--attach",
                "a list");
    assertThat(said).contains("250 2.0.0");
    assertThat(stage().mailOf("customer"))
        .contains("Return-Path: <Orders@inbox.test>")
        .contains("Subject: Re: two boxes\r\n")
        .contains("Parts: 2, the last is list.txt");
  }

  @Test
  default void aThousandSlowClientsHoldUpNobodyAndGetTheirMailsThrough() throws IOException {
    int slow = 1000;
    long alone = timeOfMails("alone", 1000);
    try (TricklingClients clients =
        new TricklingClients(stage().node.settings().smtpPort(), slow, "trickle@example.org")) {
      clients.trickle();
      await("all of them are within their mails").atMost(MailStage.SOON).until(clients::allInData);
      long among = timeOfMails("among", 1000);
      assertThat(clients.finished()).as("still trickling").isZero();
      assertThat(Duration.ofNanos(among))
          .as("1000 mails took %d ms without slow clients", Duration.ofNanos(alone).toMillis())
          .isLessThan(Duration.ofNanos(3 * alone).plusSeconds(3));
      clients.hurry();
      await("all are answered").atMost(MailStage.SOON).until(() -> clients.finished() == slow);
    }
    stage().awaitMailbox("trickle", slow);
  }

  private long timeOfMails(String user, int mails) {
    long began = System.nanoTime();
    stage().smtpSource(10, mails, 500, user + "@example.org");
    stage().awaitMailbox(user, mails);
    return System.nanoTime() - began;
  }

  @Test
  default void everyOctetAboveSevenBitsArrivesAsItWasSent() throws IOException {
    byte[] all = new byte[128];
    IntStream.range(0, all.length).forEach(i -> all[i] = (byte) (i + 128));
    Path mail = stage().directory.resolve("eight.eml");
    byte[] head = "Subject: eight\r\n\r\n".getBytes(ISO_8859_1);
    byte[] content = Arrays.copyOf(head, head.length + all.length);
    System.arraycopy(all, 0, content, head.length, all.length);
    Files.write(mail, content);
    Commands.run(
        "curl",
        "-sS",
        "--mail-from",
        "a@b.example",
        "--mail-rcpt",
        "eight@example.org",
        "-T",
        mail.toString(),
        "smtp://" + stage().server());
    stage().awaitMailbox("eight", 1);
    String arrived = Files.readString(stage().fileOf("eight"), ISO_8859_1);
    assertThat(arrived).endsWith(new String(all, ISO_8859_1) + "\r\n");
  }
}
