package io.hikyaku.smtp.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** 8-bit mails for servers of 7 bits. MailConformanceIT has a reader that is not ours. */
class SevenBitConversionTest {

  private static String convert(String mail) {
    return SevenBitConversion.convert(mail.getBytes(ISO_8859_1))
        .map(octets -> new String(octets, ISO_8859_1))
        .orElse("no");
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  @Test
  void textBecomesQuotedPrintable() {
    assertThat(
            convert(
                lines(
                    "MIME-Version: 1.0",
                    "Content-Type: text/plain;",
                    " charset=iso-8859-1",
                    "Content-Transfer-Encoding: 8bit",
                    "Subject: x",
                    "",
                    "gr\u00fcn = 1 ",
                    ".")))
        .isEqualTo(
            lines(
                "MIME-Version: 1.0",
                "Content-Type: text/plain;",
                " charset=iso-8859-1",
                "Content-Transfer-Encoding: quoted-printable",
                "Subject: x",
                "",
                "gr=FCn =3D 1=20",
                "."));
  }

  @Test
  void aMailThatSaysNothingOfItselfIsLabelled() {
    assertThat(convert(lines("Subject: x", "", "\u00e4")))
        .isEqualTo(
            lines(
                "Subject: x",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=unknown-8bit",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "=E4"));
  }

  @Test
  void onlyPartsThatNeedItAreChanged() {
    assertThat(
            convert(
                lines(
                    "MIME-Version: 1.0",
                    "Content-Type: multipart/mixed; boundary=\"b 1\"",
                    "Content-Transfer-Encoding: 8bit",
                    "",
                    "preamble",
                    "--b 1",
                    "",
                    "plain =",
                    "--b 1",
                    "Content-Type: image/png",
                    "Content-Transfer-Encoding: binary",
                    "",
                    "\u0089PNG",
                    "--b 1",
                    "Content-Type: message/rfc822",
                    "",
                    "MIME-Version: 1.0",
                    "Content-Type: text/html",
                    "",
                    "\u00df",
                    "--b 1x",
                    "--b 1--",
                    "end")))
        .isEqualTo(
            lines(
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=\"b 1\"",
                "Content-Transfer-Encoding: 7bit",
                "",
                "preamble",
                "--b 1",
                "",
                "plain =",
                "--b 1",
                "Content-Type: image/png",
                "Content-Transfer-Encoding: base64",
                "",
                "iVBORw==",
                "--b 1",
                "Content-Type: message/rfc822",
                "",
                "MIME-Version: 1.0",
                "Content-Type: text/html",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "=DF",
                "--b 1x",
                "--b 1--",
                "end"));
  }

  @Test
  void whatCannotBeConvertedIsLeftToABounce() {
    assertThat(convert(lines("Subject: gr\u00fcn", "", "x"))).as("a field").isEqualTo("no");
    assertThat(
            convert(
                lines(
                    "MIME-Version: 1.0",
                    "Content-Type: multipart/signed; boundary=b",
                    "",
                    "--b",
                    "",
                    "\u00fc",
                    "--b--")))
        .as("signed")
        .isEqualTo("no");
    assertThat(
            convert(lines("MIME-Version: 1.0", "Content-Transfer-Encoding: base64", "", "\u00fc")))
        .as("not what it says")
        .isEqualTo("no");
    assertThat(convert(lines("MIME-Version: 1.0", "Content-Type: multipart/mixed", "", "\u00fc")))
        .as("without a boundary")
        .isEqualTo("no");
    String nested = lines("Content-Type: message/rfc822", "").repeat(60) + lines("", "\u00fc");
    assertThat(convert(lines("MIME-Version: 1.0") + nested)).as("too deep").isEqualTo("no");
  }

  @Test
  void aMailOfSevenBitsStaysAsItIs() {
    assertThat(convert("Subject: x\r\n\r\n=\r\n")).isEqualTo("Subject: x\r\n\r\n=\r\n");
    assertThat(SevenBitConversion.isNeeded("x".getBytes(ISO_8859_1))).isFalse();
    assertThat(SevenBitConversion.isNeeded(new byte[] {(byte) 0x80})).isTrue();
  }

  /** By the rules of RFC 2045 §6.7, not by our encoder turned round. */
  @Property(tries = 500)
  void whateverIsEncodedIsReadBack(@ForAll byte[] octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QuotedPrintable.encode(octets, 0, octets.length, out);
    String encoded = out.toString(StandardCharsets.US_ASCII);
    for (String line : encoded.split("\r\n", -1)) {
      assertThat(line.length()).isLessThanOrEqualTo(76);
      assertThat(line).matches("[\\t -~]*").doesNotEndWith(" ").doesNotEndWith("\t");
    }
    assertThat(decode(encoded)).isEqualTo(octets);
  }

  private static byte[] decode(String encoded) {
    String joined = encoded.replace("=\r\n", "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < joined.length(); i++) {
      if (joined.charAt(i) == '=') {
        out.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(joined.charAt(i));
      }
    }
    return out.toByteArray();
  }

  /** Bounded in size, and never a reason to fail. */
  @Property(tries = 300)
  void anythingIsConvertedOrRefused(@ForAll byte[] octets) {
    SevenBitConversion.convert(octets)
        .ifPresent(
            converted -> {
              assertThat(SevenBitConversion.isNeeded(converted)).isFalse();
              assertThat(converted.length).isLessThanOrEqualTo(4 * octets.length + 200);
            });
  }
}
