package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hikyaku.system.inbox.MailBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A node between clients and servers that are not ours, with a DNS server and an application that
 * gets mails. Domains of {@code .test} go where their names say, {@code example.org} to mailboxes.
 * Everybody is a stranger but 127.0.0.2.
 */
final class MailStage implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(60);
  static final String FRIEND = "127.0.0.2";
  static final String PASSWORD = "tanuki";
  static final int LARGEST_OF_PLAIN = 20_000;

  final Path directory;
  final int mxPort = FreePorts.any();
  final int relayPort = FreePorts.any();
  final int slowPort = FreePorts.any();
  final int ratePort = FreePorts.any();
  final int postfixPort = FreePorts.any();
  final int plainPostfixPort = FreePorts.any();
  final LibertyNode node;
  private final Dnsmasq dns;

  /** Those of one test. */
  private final List<Sink> sinks = new ArrayList<>();

  MailStage(Path directory) throws IOException {
    this.directory = directory;
    int dnsPort = FreePorts.any();
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    Commands.run(
        ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mx.example.org -keyout "
                + key
                + " -out "
                + certificate)
            .split(" ", -1));
    dns =
        new Dnsmasq(
            dnsPort,
            directory.resolve("dnsmasq.log"),
            "--mx-host=mx.test,host.test,10",
            "--mx-host=mx.test,absent.test,20",
            "--mx-host=choice.test,second.test,20",
            "--mx-host=choice.test,first.test,10",
            "--mx-host=six.test,both.test,10",
            "--mx-host=self.test,mx.example.org,10",
            "--dns-rr=null.test,15,000000",
            "--host-record=host.test,127.0.0.1",
            "--host-record=first.test,127.0.0.6",
            "--host-record=second.test,127.0.0.1",
            "--host-record=both.test,127.0.0.1,::1",
            "--host-record=plain.test,127.0.0.1");
    node =
        new LibertyNode(
                NodeSettings.alone("conformance", "a")
                    .with("hikyaku.smtp.hostname", "mx.example.org")
                    .with("hikyaku.smtp.own-domains", "example.org,inbox.test")
                    .with("hikyaku.smtp.allowed-networks", FRIEND + "/32")
                    .with("hikyaku.smtp.tls.certificate", certificate.toString())
                    .with("hikyaku.smtp.tls.key", key.toString())
                    .with("hikyaku.smtp.users", users().toString())
                    .with(
                        "hikyaku.delivery.routes",
                        String.join(
                            ",",
                            "relay.test=smtp:127.0.0.1:" + relayPort,
                            "slow.test=smtp:127.0.0.1:" + slowPort,
                            "rate.test=smtp:127.0.0.1:" + ratePort,
                            "postfix.test=smtp:127.0.0.1:" + postfixPort,
                            "old.test=smtp:127.0.0.1:" + plainPostfixPort,
                            "orders@inbox.test=group:inbox",
                            "mx.test=mx,plain.test=mx,absent.test=mx,choice.test=mx",
                            "six.test=mx,both.test=mx,null.test=mx,self.test=mx"))
                    .with("hikyaku.delivery.rates", "rate.test=10/s")
                    .with("hikyaku.delivery.dns.servers", "127.0.0.1:" + dnsPort)
                    .with("hikyaku.delivery.mx.port", Integer.toString(mxPort))
                    .with("hikyaku.delivery.retry.first", "300ms")
                    .with("hikyaku.delivery.retry.longest", "1s")
                    .with("hikyaku.delivery.dead-time", "500ms")
                    .with("hikyaku.delivery.log", directory.resolve("delivery.log").toString())
                    .withOverrides(application()))
            .start();
  }

  private Path users() throws IOException {
    String hash =
        Commands.run(
            "python3",
            "-c",
            "import hashlib,base64;print(base64.b64encode(hashlib.pbkdf2_hmac("
                + "'sha256',b'"
                + PASSWORD
                + "',b'salt',1000)).decode(),end='')");
    return Files.writeString(
        directory.resolve("users"), "john:pbkdf2_sha256$1000$salt$" + hash + "\n");
  }

  /** The WAR of the application, and the elements of server.xml that deploy it. */
  private String application() {
    Path war = directory.resolve("inbox.war");
    ShrinkWrap.create(WebArchive.class, "inbox.war")
        .addPackage(MailBean.class.getPackage())
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return "<featureManager><feature>mail-2.1</feature></featureManager>"
        + "<webApplication id='inbox' location='"
        + war
        + "'><classloader classProviderRef='hikyaku'/></webApplication>"
        + "<activationSpec id='inbox/MailBean'><properties.hikyaku.QueueListener group='inbox'/>"
        + "</activationSpec>";
  }

  /** A server for this test. */
  Sink sink(int port, String... options) {
    return sink("127.0.0.1", port, options);
  }

  Sink sink(String address, int port, String... options) {
    Sink sink = new Sink(address, port, options);
    sinks.add(sink);
    return sink;
  }

  void stop(Sink sink) {
    sink.close();
    sinks.remove(sink);
  }

  void stopSinks() {
    sinks.forEach(Sink::close);
    sinks.clear();
  }

  String server() {
    return "127.0.0.1:" + node.settings().smtpPort();
  }

  String swaks(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("swaks", "--server", server(), "--helo", "client.example", "--timeout", "30"));
    command.addAll(List.of(options));
    return Commands.run(command.toArray(String[]::new));
  }

  /** From the network that may relay. */
  String relay(String to, String... options) {
    return relayFrom("me@example.org", to, options);
  }

  String relayFrom(String from, String to, String... options) {
    List<String> all =
        new ArrayList<>(List.of("--local-interface", FRIEND, "--from", from, "--to", to));
    all.addAll(List.of(options));
    return swaks(all.toArray(String[]::new));
  }

  /** Many mails to one domain, from the network that may relay, over one connection. */
  void relayMany(int mails, String domain) {
    try (SmtpConnection connection =
        SmtpConnection.greeted(FRIEND, node.settings().smtpPort(), SOON)) {
      for (int i = 0; i < mails; i++) {
        String reply = connection.mail("user" + i + "@" + domain, "Subject: many\r\n\r\nx");
        if (!reply.startsWith("250")) {
          throw new AssertionError(reply);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void smtpSource(int sessions, int mails, int bytes, String to) {
    Commands.run(
        "smtp-source -4 -s %d -m %d -l %d -M client.example -f a@b.example -t %s %s"
            .formatted(sessions, mails, bytes, to, server())
            .split(" ", -1));
  }

  void awaitMailbox(String user, int mails) {
    await(mails + " mails of " + user)
        .atMost(SOON)
        .until(() -> node.mailboxes().of("example.org", user).size() == mails);
  }

  /** The only mail of a user, when it has come. */
  String mailOf(String user) {
    awaitMailbox(user, 1);
    try {
      return Files.readString(fileOf(user), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path fileOf(String user) {
    return node.mailboxes().of("example.org", user).get(0);
  }

  void awaitLog(String text) {
    await("'" + text + "' in the delivery log")
        .atMost(SOON)
        .until(() -> deliveryLog().contains(text));
  }

  String deliveryLog() {
    Path log = directory.resolve("delivery.log");
    try {
      return Files.exists(log) ? Files.readString(log, UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.close();
    dns.close();
  }
}
