package io.hikyaku.admin.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hikyaku.admin.http.ProblemException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mail as its reader sees it, whatever was sent. */
class MailParserTest {

  private final MailParser parser = new MailParser();

  @Test
  void headersAreDecodedAndPartsNamed() {
    String mail =
        """
        Subject: =?iso-2022-jp?B?GyRCSHQ1UxsoQg==?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe
        --b
        Content-Type: image/png; name="a.png"
        Content-Disposition: attachment; filename="a.png"
        Content-Transfer-Encoding: base64

        AAEC
        --b--
        """
            .replace("\n", "\r\n");

    ParsedMail parsed = parser.parse(mail.getBytes(ISO_8859_1));

    assertThat(parsed.headers()).contains(new ParsedMail.Header("Subject", "飛脚")).hasSize(3);
    assertThat(parsed.parts())
        .containsExactly(
            new ParsedMail.Part("text/plain", "", 5, "Grüße"),
            new ParsedMail.Part("image/png", "a.png", 3, ""));
  }

  @Test
  void whatIsNoMailIsSaidToBeNone() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> parser.parse(new byte[0]))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(415));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> parser.parse(new byte[] {0, 1, 2, 3}));
  }

  @Test
  void randomBytesAreReadOrRefusedAndNothingElse() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      byte[] head = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n".getBytes(UTF_8);
      if (i % 2 == 0) {
        System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
      }
      try {
        assertThat(parser.parse(bytes).parts()).hasSizeLessThanOrEqualTo(100);
      } catch (ProblemException e) {
        assertThat(e.problem().code()).isEqualTo("not-mail");
      }
    }
  }

  @Test
  void textIsToldFromBytesEvenIfItIsCutWithinACharacter() {
    byte[] text = "飛脚".getBytes(UTF_8);
    assertThat(MessageDocument.asText(text, false)).contains("飛脚");
    assertThat(MessageDocument.asText(Arrays.copyOf(text, 5), true)).contains("飛");
    assertThat(MessageDocument.asText(Arrays.copyOf(text, 5), false)).isEmpty();
    assertThat(MessageDocument.asText(new byte[] {1, 2}, false)).isEmpty();
    assertThat(MessageDocument.asText(new byte[0], false)).contains("");
  }
}
