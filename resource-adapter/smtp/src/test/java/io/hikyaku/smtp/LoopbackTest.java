package io.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.client.DeliveryReport;
import io.hikyaku.smtp.client.OutgoingMail;
import io.hikyaku.smtp.client.SmtpClient;
import io.hikyaku.smtp.client.SmtpClientConfiguration;
import io.hikyaku.smtp.client.SmtpDestination;
import io.hikyaku.smtp.server.SmtpServer;
import io.hikyaku.smtp.server.SmtpServerConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client and server against each other. */
class LoopbackTest {

  private final Map<String, byte[]> mails = new ConcurrentHashMap<>();
  private SmtpServer server;
  private SmtpClient client;
  private SmtpDestination destination;

  @BeforeEach
  void start() {
    server =
        SmtpServer.start(
            SmtpServerConfiguration.builder()
                .hostname("mx.example")
                .bindAddress("127.0.0.1")
                .port(0)
                .maxTextLineBytes(1 << 20)
                .build(),
            mail -> {
              mails.put(mail.recipients().get(0).localPart(), mail.content());
              return CompletableFuture.supplyAsync(mail::id);
            });
    client =
        SmtpClient.start(
            SmtpClientConfiguration.builder()
                .heloName("client.example")
                .maxConnectionsPerDestination(4)
                .build());
    destination = new SmtpDestination("127.0.0.1", server.port());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private CompletableFuture<DeliveryReport> deliver(int number, byte[] content) {
    return client
        .deliver(
            destination,
            new OutgoingMail("a@b.example", List.of("m" + number + "@d.example"), content, true))
        .toCompletableFuture();
  }

  private String arrived(int number) {
    String text = new String(mails.get("m" + number), StandardCharsets.ISO_8859_1);
    return text.replaceFirst("^Received: .*\r\n\t.*\r\n\t.*\r\n", "");
  }

  @Test
  void mailsArriveAsTheyWereSent() throws Exception {
    Random random = new Random(4);
    String alphabet = "..\r\n\u00fcab";
    List<String> sent = new ArrayList<>();
    List<CompletableFuture<DeliveryReport>> reports = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(60);
      StringBuilder content = new StringBuilder();
      for (int j = 0; j < length; j++) {
        content.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      sent.add(content.toString());
      reports.add(deliver(i, content.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }
    for (int i = 0; i < reports.size(); i++) {
      DeliveryReport report = reports.get(i).get(60, TimeUnit.SECONDS);
      assertThat(report.allDelivered()).as(report.toString()).isTrue();
      String expected = sent.get(i).replaceAll("\r\n|\r|\n", "\r\n");
      if (!expected.isEmpty() && !expected.endsWith("\r\n")) {
        expected += "\r\n";
      }
      assertThat(arrived(i)).as("mail " + i).isEqualTo(expected);
    }
    assertThat(server.statistics().mailsAccepted()).isEqualTo(500);
    assertThat(server.statistics().connectionsAccepted()).isLessThanOrEqualTo(4);
    assertThat(server.statistics().octetsBuffered()).isZero();
  }

  @Test
  void manyMailsOverFewConnections() throws Exception {
    byte[] content = ("x".repeat(78) + "\r\n").repeat(12).getBytes(StandardCharsets.US_ASCII);
    List<CompletableFuture<DeliveryReport>> reports = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      reports.add(deliver(i, content));
    }
    for (CompletableFuture<DeliveryReport> report : reports) {
      assertThat(report.get(60, TimeUnit.SECONDS).allDelivered()).isTrue();
    }
    assertThat(mails).hasSize(5000);
  }
}
