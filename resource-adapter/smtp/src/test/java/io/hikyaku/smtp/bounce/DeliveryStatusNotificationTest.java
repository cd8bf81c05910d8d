package io.hikyaku.smtp.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.smtp.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeliveryStatusNotificationTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T20:53:00Z"), ZoneOffset.UTC);

  private static DeliveryStatusNotification bounce(String original, ReportedRecipient... failures) {
    return new DeliveryStatusNotification(
        "mta.example.org",
        "sender@example.com",
        List.of(failures),
        original.getBytes(StandardCharsets.UTF_8),
        false,
        "",
        Instant.parse("2026-11-16T08:00:00Z"),
        "id-1@mta.example.org");
  }

  private static ReportedRecipient refused() {
    return ReportedRecipient.failed(
        "one@d.example", SmtpReply.of(550, "5.1.1", "No such user"), "mx.d.example", "");
  }

  private static ReportedRecipient gaveUp() {
    return ReportedRecipient.failed(
        "two@d.example",
        SmtpReply.of(451, "", "busy"),
        "",
        "It was tried for 5 days; no more is tried.");
  }

  private static String compose(DeliveryStatusNotification notification) {
    String mail = new String(notification.toMail(CLOCK), StandardCharsets.ISO_8859_1);
    assertThat(mail).matches("(?s)[\\t\\r\\n -~]*");
    assertThat(mail.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(mail.lines()).allMatch(line -> line.length() <= 998);
    return mail;
  }

  /** The parts between the boundaries, without preamble. */
  private static List<String> parts(String mail) {
    Matcher boundary = Pattern.compile("boundary=\"([^\"]+)\"").matcher(mail);
    assertThat(boundary.find()).isTrue();
    String delimiter = "\r\n--" + boundary.group(1);
    assertThat(mail).endsWith(delimiter + "--\r\n");
    String body = mail.substring(mail.indexOf("\r\n\r\n") + 2);
    List<String> pieces = List.of(body.split(Pattern.quote(delimiter), -1));
    assertThat(pieces).hasSize(5);
    return pieces.subList(1, 4);
  }

  @Test
  void hasTheHeadersOfAReport() {
    String mail = compose(bounce("Subject: x\r\n\r\nbody", refused()));
    String headers = mail.substring(0, mail.indexOf("\r\n\r\n"));
    assertThat(headers.lines().toList())
        .contains(
            "Date: Sat, 21 Nov 2026 20:53:00 +0000",
            "From: Mail Delivery System <MAILER-DAEMON@mta.example.org>",
            "To: <sender@example.com>",
            "Message-ID: <id-1@mta.example.org>",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;");
  }

  @Test
  void tellsMachinesWhatFailed() {
    String status = parts(compose(bounce("Subject: x\r\n\r\n", refused(), gaveUp()))).get(1);
    String[] groups = status.strip().split("\r\n\r\n", -1);
    assertThat(groups).hasSize(4);
    assertThat(groups[0]).contains("Content-Type: message/delivery-status");
    assertThat(groups[1].lines())
        .containsExactly(
            "Reporting-MTA: dns; mta.example.org", "Arrival-Date: Mon, 16 Nov 2026 08:00:00 +0000");
    assertThat(groups[2].lines())
        .containsExactly(
            "Final-Recipient: rfc822; one@d.example",
            "Action: failed",
            "Status: 5.1.1",
            "Remote-MTA: dns; mx.d.example",
            "Diagnostic-Code: smtp; 550 5.1.1 No such user",
            "Last-Attempt-Date: Sat, 21 Nov 2026 20:53:00 +0000");
    assertThat(groups[3].lines())
        .contains("Status: 4.0.0", "Diagnostic-Code: smtp; 451 busy")
        .noneMatch(line -> line.startsWith("Remote-MTA"));
  }

  @Test
  void tellsHumansWhatFailed() {
    String text = parts(compose(bounce("Subject: x\r\n\r\n", refused(), gaveUp()))).get(0);
    assertThat(text)
        .contains("<one@d.example>: mx.d.example said: 550 5.1.1 No such user")
        .contains("<two@d.example>: 451 busy")
        .contains("tried for 5 days");
  }

  @Test
  void returnsTheHeadersOnly() {
    String original = "Received: a\r\n\tb\r\nSubject: x\r\n\r\nsecret body\r\n";
    String mail = compose(bounce(original, refused()));
    assertThat(parts(mail).get(2))
        .contains("Content-Type: text/rfc822-headers", "Content-Transfer-Encoding: 7bit")
        .endsWith("\r\n\r\nReceived: a\r\n\tb\r\nSubject: x\r\n");
    assertThat(mail).doesNotContain("secret");
  }

  @Test
  void encodesWhatIsNotAsciiOrTooLong() {
    String original =
        "Subject: gr\u00fc\u00dfe = \u98db\u811a \r\nX: " + "y".repeat(2000) + "\r\n\r\n";
    String part = parts(compose(bounce(original, refused()))).get(2);
    assertThat(part).contains("Content-Transfer-Encoding: quoted-printable");
    assertThat(part.lines()).allMatch(line -> line.length() <= 76);
    String encoded = part.substring(part.indexOf("\r\n\r\n") + 4);
    assertThat(decode(encoded)).isEqualTo(original.substring(0, original.length() - 2));
  }

  @Test
  void survivesHostileReplies() {
    String long500 = "x".repeat(5000);
    ReportedRecipient hostile =
        ReportedRecipient.failed(
            "c@d",
            SmtpReply.of(550, "", "\u00fc\r\n\r\n--boundary " + long500),
            "\r\nevil",
            "\n\n");
    String status = parts(compose(bounce("Subject: x\r\n\r\n", hostile))).get(1);
    assertThat(status.lines()).noneMatch(line -> line.startsWith("evil"));
  }

  @Test
  void takesMailsWithoutABodyOrAtAll() {
    assertThat(parts(compose(bounce("Subject: x", refused()))).get(2)).endsWith("Subject: x\r\n");
    assertThat(parts(compose(bounce("", refused()))).get(2)).endsWith("7bit\r\n\r\n");
    assertThat(parts(compose(bounce("A: b\nC: d\n\nbody", refused()))).get(2))
        .endsWith("A: b\r\nC: d\r\n");
  }

  @Test
  void boundariesDiffer() {
    DeliveryStatusNotification notification = bounce("Subject: x\r\n\r\n", refused());
    assertThat(compose(notification)).isNotEqualTo(compose(notification));
  }

  @Test
  void isNeverSentToNobodyOrForNothing() {
    assertThatThrownBy(
            () ->
                new DeliveryStatusNotification(
                    "m", "", List.of(refused()), new byte[0], false, "", Instant.EPOCH, "i"))
        .hasMessageContaining("RFC 5321");
    assertThatThrownBy(() -> bounce("")).hasMessageContaining("no recipient failed");
    assertThatThrownBy(() -> ReportedRecipient.failed("a@b", SmtpReply.of(250, "", "ok"), "", ""))
        .hasMessageContaining("no failure");
  }

  @Test
  void whatTheSenderAskedForIsHonoured() {
    ReportedRecipient delivered =
        new ReportedRecipient(
            ReportedRecipient.Action.RELAYED,
            "one@d.example",
            "rfc822;Bob+2Bx@d.example",
            SmtpReply.of(250, "2.0.0", "ok"),
            "mx.d.example",
            "");
    String report =
        new String(
            new DeliveryStatusNotification(
                    "mta.example.org",
                    "sender@example.com",
                    List.of(delivered),
                    "Subject: x\r\n\r\nall of it \u00fc\r\n".getBytes(StandardCharsets.ISO_8859_1),
                    true,
                    "QQ+2B1",
                    Instant.parse("2026-11-16T08:00:00Z"),
                    "id-1@mta.example.org")
                .toMail(CLOCK),
            StandardCharsets.ISO_8859_1);
    assertThat(report)
        .contains("Subject: Successful Mail Delivery Report")
        .contains("Original-Envelope-Id: QQ+1\r\n")
        .contains(
            "Original-Recipient: rfc822; Bob+x@d.example\r\n"
                + "Final-Recipient: rfc822; one@d.example\r\nAction: relayed\r\nStatus: 2.0.0")
        .contains("Content-Type: message/rfc822")
        .contains("all of it \u00fc");
  }

  private static String decode(String quotedPrintable) {
    String joined = quotedPrintable.replace("=\r\n", "");
    byte[] octets = new byte[joined.length()];
    int length = 0;
    for (int i = 0; i < joined.length(); i++) {
      if (joined.charAt(i) == '=') {
        octets[length++] = (byte) Integer.parseInt(joined.substring(i + 1, i + 3), 16);
        i += 2;
      } else {
        octets[length++] = (byte) joined.charAt(i);
      }
    }
    return new String(octets, 0, length, StandardCharsets.UTF_8);
  }
}
