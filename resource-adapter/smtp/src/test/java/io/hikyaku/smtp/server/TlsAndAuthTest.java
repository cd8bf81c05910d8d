package io.hikyaku.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.smtp.TestCertificate;
import io.hikyaku.smtp.tls.TlsContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STARTTLS (RFC 3207) and AUTH (RFC 4954) by a client that is not ours: the platform's sockets. */
class TlsAndAuthTest {

  private static SslContext tls;

  @TempDir Path directory;

  private final List<IncomingMail> mails = new CopyOnWriteArrayList<>();
  private SmtpServer server;
  private Socket socket;
  private BufferedReader reader;

  @BeforeAll
  static void makeCertificate(@TempDir Path keys) throws Exception {
    TestCertificate certificate = TestCertificate.make(keys, "mx.example.org");
    tls = TlsContexts.server(certificate.certificate(), certificate.key());
  }

  @BeforeEach
  void start() throws IOException {
    Path users = directory.resolve("users");
    // python3 -c "import
    // hashlib,base64;print(base64.b64encode(hashlib.pbkdf2_hmac('sha256',b'tanuki',b'salt',1000)))"
    Files.writeString(
        users,
        "# users\njohn:pbkdf2_sha256$1000$salt$Kr4MH7eflJNiBLViJHb75oGoqOcVKRxe37wl24DtGuo=\n");
    ServerSecurity security =
        new ServerSecurity(
            Optional.of(tls),
            Optional.of(PasswordFile.read(users)),
            RelayPolicy.parse("own.example", "", new ArrayList<>()));
    server =
        SmtpServer.start(
            SmtpServerConfiguration.builder()
                .hostname("mx.example.org")
                .bindAddress("127.0.0.1")
                .port(0)
                .maxBadCommands(5)
                .security(security)
                .build(),
            mail -> {
              mails.add(mail);
              return CompletableFuture.completedFuture("q");
            });
    use(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    assertThat(reply()).startsWith("220");
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    server.close();
  }

  private void use(Socket used) throws IOException {
    socket = used;
    socket.setSoTimeout(20_000);
    reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
  }

  private void send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** All lines of a reply. */
  private String reply() throws IOException {
    StringBuilder lines = new StringBuilder();
    String line;
    do {
      line = reader.readLine();
      if (line == null) {
        throw new IOException("closed after '" + lines + "'");
      }
      lines.append(line).append('\n');
    } while (line.charAt(3) == '-');
    return lines.toString();
  }

  private String command(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  private void encrypt() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    SSLSocket encrypted =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "mx.example.org", server.port(), true);
    encrypted.startHandshake();
    use(encrypted);
  }

  private void startTls() throws Exception {
    assertThat(command("EHLO c.example")).contains("STARTTLS").doesNotContain("AUTH");
    assertThat(command("STARTTLS")).startsWith("220 2.0.0");
    encrypt();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
  }

  @Test
  void underTlsEverythingBeginsAnew() throws Exception {
    command("EHLO c.example");
    assertThat(command("MAIL FROM:<a@b.example>")).startsWith("250");
    assertThat(command("STARTTLS now")).startsWith("501");
    assertThat(command("STARTTLS")).startsWith("220 2.0.0");
    encrypt();

    assertThat(command("RCPT TO:<c@own.example>")).startsWith("503");
    assertThat(command("MAIL FROM:<a@b.example>")).startsWith("503");
    assertThat(command("EHLO c.example")).contains("AUTH PLAIN LOGIN").doesNotContain("STARTTLS");
    assertThat(command("STARTTLS")).startsWith("503");
    send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@own.example>\r\nDATA\r\n");
    assertThat(List.of(reply(), reply(), reply()).toString()).contains("354");
    assertThat(command("Subject: secret\r\n\r\nx\r\n.")).startsWith("250");
    assertThat(SessionTester.text(mails.get(0))).contains("with ESMTPS id");
    assertThat(command("QUIT")).startsWith("221");
  }

  @Test
  void whatIsInjectedBeforeTheHandshakeIsThrownAway() throws Exception {
    command("EHLO c.example");
    send(
        "STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@b.example>\r\nRCPT TO:<c@own.example>\r\n");
    assertThat(reply()).startsWith("220");
    encrypt();

    assertThat(command("NOOP")).startsWith("250 2.0.0");
    assertThat(command("RCPT TO:<c@own.example>")).as("nothing was injected").startsWith("503");
  }

  @Test
  void aFailedHandshakeEndsThatConnectionOnly() throws Exception {
    command("EHLO c.example");
    assertThat(command("STARTTLS")).startsWith("220");
    send("this is no handshake\r\n".repeat(3));
    assertThatThrownBy(
            () -> {
              while (true) {
                reply();
              }
            })
        .isInstanceOfAny(IOException.class, StringIndexOutOfBoundsException.class);
    use(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    assertThat(reply()).startsWith("220");
  }

  @Test
  void passwordsAreNotTakenInTheClear() throws Exception {
    command("EHLO c.example");
    assertThat(command("AUTH PLAIN " + base64("\0john\0tanuki"))).startsWith("538 5.7.11");
  }

  @Test
  void whoHasAuthenticatedMayRelay() throws Exception {
    startTls();
    command("EHLO c.example");
    command("MAIL FROM:<a@b.example>");
    assertThat(command("RCPT TO:<c@far.example>")).startsWith("550 5.7.1");
    assertThat(command("AUTH PLAIN")).as("not within a mail").startsWith("503");
    command("RSET");
    assertThat(command("AUTH PLAIN " + base64("\0john\0tanuki"))).startsWith("235 2.7.0");
    assertThat(command("AUTH PLAIN " + base64("\0john\0tanuki"))).startsWith("503");
    assertThat(command("MAIL FROM:<a@b.example> AUTH=<>")).startsWith("250");
    assertThat(command("RCPT TO:<c@far.example>")).startsWith("250");
    assertThat(command("DATA")).startsWith("354");
    assertThat(command("x\r\n.")).startsWith("250");
    assertThat(mails.get(0).user()).isEqualTo("john");
    assertThat(SessionTester.text(mails.get(0))).contains("with ESMTPSA id");
  }

  @Test
  void thereAreLoginAndPlainWithAndWithoutInitialResponse() throws Exception {
    startTls();
    command("EHLO c.example");
    assertThat(command("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6\n");
    assertThat(command(base64("john"))).isEqualTo("334 UGFzc3dvcmQ6\n");
    assertThat(command(base64("wrong"))).startsWith("535 5.7.8");
    assertThat(command("AUTH PLAIN")).startsWith("334");
    assertThat(command("*")).startsWith("501 5.7.0");
    assertThat(command("AUTH CRAM-MD5")).startsWith("504");
    assertThat(command("AUTH PLAIN")).startsWith("334");
    assertThat(command("!!!")).startsWith("501 5.5.2");
    assertThat(command("AUTH PLAIN")).startsWith("334");
    assertThat(command(base64("\0john\0tanuki"))).startsWith("235");
  }

  @Test
  void guessingEndsTheSession() throws Exception {
    startTls();
    command("EHLO c.example");
    for (int i = 0; i < 5; i++) {
      assertThat(command("AUTH PLAIN " + base64("\0nobody\0x"))).startsWith("535");
    }
    assertThat(command("AUTH PLAIN " + base64("\0john\0y"))).startsWith("421 4.7.0");
  }

  @Test
  void pipelinedCommandsWaitForThePassword() throws Exception {
    startTls();
    command("EHLO c.example");
    send("AUTH PLAIN " + base64("\0john\0tanuki") + "\r\nMAIL FROM:<a@b.example>\r\n");
    assertThat(reply()).startsWith("235");
    assertThat(reply()).startsWith("250 2.1.0");
  }

  @Test
  void faultsOfAUsersFileAreNamedByLineAndNotShown() throws IOException {
    Path users = directory.resolve("faulty");
    Files.writeString(
        users, "john:secret\nx:pbkdf2_sha256$1$salt$aaaa\ny:pbkdf2_sha256$1000$salt$aaaaa\n");
    assertThatThrownBy(() -> PasswordFile.read(users))
        .hasMessageContaining("line 1")
        .hasMessageContaining("line 2")
        .hasMessageContaining("line 3")
        .hasMessageNotContaining("secret");
  }
}
