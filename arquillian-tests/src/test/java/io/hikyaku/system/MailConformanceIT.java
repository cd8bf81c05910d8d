package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One node between clients and servers that are not ours. */
@ExtendWith(LogsOnFailure.class)
class MailConformanceIT {

  private static final Duration SOON = Duration.ofSeconds(45);

  @TempDir private static Path directory;

  private static LibertyNode node;
  private static Process dns;
  private static int mxPort;
  private static int relayPort;
  private static int slowPort;

  private final List<Sink> sinks = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    mxPort = FreePorts.any();
    relayPort = FreePorts.any();
    slowPort = FreePorts.any();
    int dnsPort = FreePorts.any();
    String certificate = directory.resolve("certificate.pem").toString();
    String key = directory.resolve("key.pem").toString();
    Commands.run(
        ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mx.example.org -keyout "
                + key
                + " -out "
                + certificate)
            .split(" ", -1));
    Path users = directory.resolve("users");
    String hash =
        Commands.run(
            "python3",
            "-c",
            "import hashlib,base64;print(base64.b64encode(hashlib.pbkdf2_hmac("
                + "'sha256',b'tanuki',b'salt',1000)).decode(),end='')");
    Files.writeString(users, "john:pbkdf2_sha256$1000$salt$" + hash + "\n");
    dns =
        new ProcessBuilder(
                "dnsmasq",
                "--keep-in-foreground",
                "--port=" + dnsPort,
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=" + System.getProperty("user.name"),
                "--local=/test/",
                "--mx-host=mx.test,host.test,10",
                "--mx-host=mx.test,absent.test,20",
                "--host-record=host.test,127.0.0.1",
                "--host-record=plain.test,127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("dnsmasq.log").toFile())
            .start();
    node =
        new LibertyNode(
                NodeSettings.alone("conformance", "a")
                    .with("hikyaku.smtp.hostname", "mx.example.org")
                    .with("hikyaku.smtp.own-domains", "example.org")
                    // so that this machine is nobody special; 127.0.0.2 is
                    .with("hikyaku.smtp.allowed-networks", "127.0.0.2/32")
                    .with("hikyaku.smtp.tls.certificate", certificate)
                    .with("hikyaku.smtp.tls.key", key)
                    .with("hikyaku.smtp.users", users.toString())
                    .with(
                        "hikyaku.delivery.routes",
                        "relay.test=smtp:127.0.0.1:"
                            + relayPort
                            + ",slow.test=smtp:127.0.0.1:"
                            + slowPort
                            + ",mx.test=mx,plain.test=mx,absent.test=mx")
                    .with("hikyaku.delivery.dns.servers", "127.0.0.1:" + dnsPort)
                    .with("hikyaku.delivery.mx.port", Integer.toString(mxPort))
                    .with("hikyaku.delivery.retry.first", "1s")
                    .with("hikyaku.delivery.retry.longest", "2s")
                    .with("hikyaku.delivery.dead-time", "500ms")
                    .with("hikyaku.delivery.log", directory.resolve("delivery.log").toString()))
            .start();
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
    dns.destroy();
  }

  @AfterEach
  void stopSinks() {
    sinks.forEach(Sink::close);
  }

  private Sink sink(int port, String... options) {
    Sink sink = new Sink(port, options);
    sinks.add(sink);
    return sink;
  }

  private static String server() {
    return "127.0.0.1:" + node.settings().smtpPort();
  }

  private static String swaks(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("swaks", "--server", server(), "--helo", "client.example", "--timeout", "30"));
    command.addAll(List.of(options));
    return Commands.run(command.toArray(String[]::new));
  }

  /** From the network that may relay. */
  private static String relay(String to) {
    return swaks("--local-interface", "127.0.0.2", "--from", "me@example.org", "--to", to);
  }

  private static void awaitMailbox(String user, int mails) {
    await(mails + " mails of " + user)
        .atMost(SOON)
        .until(() -> node.mailboxes().of("example.org", user).size() == mails);
  }

  private static String deliveryLog() throws IOException {
    Path log = directory.resolve("delivery.log");
    return Files.exists(log) ? Files.readString(log, UTF_8) : "";
  }

  @Test
  void relayingIsClosedForStrangersAndOpenForOwnDomains() {
    assertThatThrownBy(() -> swaks("--from", "a@b.example", "--to", "c@relay.test"))
        .hasMessageContaining("550 5.7.1");
    swaks("--from", "a@b.example", "--to", "own@example.org");
    awaitMailbox("own", 1);
  }

  @Test
  void swaksAuthenticatesUnderTlsAndRelays() {
    assumeThatCode(() -> Commands.run("perl", "-MNet::SSLeay", "-e", "1"))
        .as("swaks speaks TLS by the package libnet-ssleay-perl")
        .doesNotThrowAnyException();
    Sink sink = sink(relayPort);
    assertThatThrownBy(
            () ->
                swaks(
                    "--from",
                    "a@b.example",
                    "--to",
                    "c@relay.test",
                    "--auth",
                    "PLAIN",
                    "--auth-user",
                    "john",
                    "--auth-password",
                    "tanuki"))
        .as("not offered in the clear")
        .isInstanceOf(AssertionError.class);
    for (String mechanism : List.of("PLAIN", "LOGIN")) {
      String said =
          swaks(
              "--from",
              "a@b.example",
              "--to",
              "c@relay.test",
              "--tls",
              "--auth",
              mechanism,
              "--auth-user",
              "john",
              "--auth-password",
              "tanuki",
              "--hide-all");
      assertThat(said).doesNotContain("***");
    }
    assertThatThrownBy(
            () ->
                swaks(
                    "--from",
                    "a@b.example",
                    "--to",
                    "c@relay.test",
                    "--tls",
                    "--auth",
                    "PLAIN",
                    "--auth-user",
                    "john",
                    "--auth-password",
                    "wrong"))
        .hasMessageContaining("535 5.7.8");
    await("both mails").atMost(SOON).until(() -> sink.mails() == 2);
  }

  @Test
  void pythonSendsUnderTlsWithDsnParameters() throws IOException {
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
            .replace("PORT", Integer.toString(node.settings().smtpPort()));
    Commands.run("python3", "-c", script);
    awaitMailbox("py", 1);
    assertThat(Files.readString(node.mailboxes().of("example.org", "py").get(0), UTF_8))
        .contains("with ESMTPSA id")
        .contains("\r\n.leading dot\r\n..\r\nend\r\n");
    awaitMailbox("me", 1);
    assertThat(Files.readString(node.mailboxes().of("example.org", "me").get(0), UTF_8))
        .contains("Original-Envelope-Id: QQ7")
        .contains("Action: delivered")
        .contains("Original-Recipient: rfc822; py@example.org");
  }

  @Test
  void curlSends() throws IOException {
    Path mail = directory.resolve("curl.eml");
    Files.writeString(mail, "Subject: curl\r\n\r\nfrom curl\r\n");
    Commands.run(
        "curl",
        "-sS",
        "--ssl-reqd",
        "-k",
        "--user",
        "john:tanuki",
        "--mail-from",
        "a@b.example",
        "--mail-rcpt",
        "curl@example.org",
        "-T",
        mail.toString(),
        "smtp://" + server());
    awaitMailbox("curl", 1);
  }

  @Test
  void smtpSourceLosesNothingOverManySessions() {
    Sink sink = sink(relayPort);
    Commands.run(
        "smtp-source",
        "-4",
        "-s",
        "20",
        "-m",
        "500",
        "-l",
        "3000",
        "-M",
        "client.example",
        "-f",
        "a@b.example",
        "-t",
        "many@example.org",
        server());
    awaitMailbox("many", 500);
    assertThat(sink.mails()).isZero();
  }

  @Test
  void aServerThatRefusesForNowGetsTheMailLater() {
    Sink busy = sink(relayPort, "-r", "rcpt");
    relay("later@relay.test");
    await("that it was tried")
        .atMost(SOON)
        .until(() -> deliveryLog().contains("to=<later@relay.test> route=smtp:127.0.0.1:"));
    busy.close();
    sinks.remove(busy);
    Sink ready = sink(relayPort);
    await("the mail").atMost(SOON).until(() -> ready.mails() == 1);
  }

  @Test
  void aServerThatHangsUpAtAnyStageGetsTheMailLater() {
    for (String fault : List.of("-q connect", "-q mail", "-q data", "-Q .", "-r data")) {
      Sink faulty = sink(relayPort, fault.split(" ", -1));
      String user = "fault" + fault.replaceAll("[^a-z]", "");
      relay(user + "@relay.test");
      await("that it was tried with " + fault)
          .atMost(SOON)
          .until(() -> deliveryLog().contains("to=<" + user + "@relay.test>"));
      faulty.close();
      sinks.remove(faulty);
      Sink ready = sink(relayPort);
      await("the mail after " + fault).atMost(SOON).until(() -> ready.mails() >= 1);
      ready.close();
      sinks.remove(ready);
    }
  }

  @Test
  void aServerThatRefusesForGoodMakesABounce() throws IOException {
    sink(relayPort, "-f", "rcpt");
    swaks(
        "--local-interface",
        "127.0.0.2",
        "--from",
        "bounced@example.org",
        "--to",
        "nobody@relay.test");
    awaitMailbox("bounced", 1);
    assertThat(Files.readString(node.mailboxes().of("example.org", "bounced").get(0), UTF_8))
        .contains("Return-Path: <>")
        .contains("Final-Recipient: rfc822; nobody@relay.test")
        .contains("Action: failed");
  }

  @Test
  void mailFollowsTheMxRecords() throws IOException {
    Sink sink = sink(mxPort);
    relay("a@mx.test");
    await("by MX").atMost(SOON).until(() -> sink.mails() == 1);
    relay("a@plain.test");
    await("by address").atMost(SOON).until(() -> sink.mails() == 2);
    swaks("--local-interface", "127.0.0.2", "--from", "gone@example.org", "--to", "a@absent.test");
    awaitMailbox("gone", 1);
    assertThat(Files.readString(node.mailboxes().of("example.org", "gone").get(0), UTF_8))
        .contains("Status: 5.1.2");
  }

  @Test
  void aSlowServerHoldsUpNobodyElse() {
    Sink slow = sink(slowPort, "-w", "20");
    Commands.run(
        "smtp-source",
        "-4",
        "-s",
        "10",
        "-m",
        "300",
        "-l",
        "500",
        "-M",
        "client.example",
        "-S",
        "slow",
        "-f",
        "a@b.example",
        "-t",
        "x@example.org",
        server());
    for (int i = 0; i < 20; i++) {
      relay("s" + i + "@slow.test");
    }
    long started = System.nanoTime();
    Commands.run(
        "smtp-source",
        "-4",
        "-s",
        "10",
        "-m",
        "1000",
        "-l",
        "500",
        "-M",
        "client.example",
        "-f",
        "a@b.example",
        "-t",
        "quick@example.org",
        server());
    awaitMailbox("quick", 1000);
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .as("while mails to a slow server are under way")
        .isLessThan(Duration.ofSeconds(15));
    assertThat(slow.mails()).isLessThan(20);
  }
}
