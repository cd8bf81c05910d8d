package io.hikyaku.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class MailContentTest {

  private static MailContent read(String text) {
    return MailContent.of(text.getBytes(UTF_8));
  }

  private static String all(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8);
  }

  @Test
  void fieldsAreUnfoldedAndTheTextIsBehindTheEmptyLine() throws IOException {
    String text =
        "Received: a\r\n\tby b;\r\n later\r\nSubject:  gr\u00fcn \r\nreceived: c\r\nX:\r\n\r\n"
            + "Not: a field\r\n\r\nend";
    MailContent content = read(text);

    assertThat(content.fields())
        .containsExactly(
            new MailContent.Field("Received", "a\tby b; later"),
            new MailContent.Field("Subject", "gr\u00fcn"),
            new MailContent.Field("received", "c"),
            new MailContent.Field("X", ""));
    assertThat(content.field("SUBJECT")).contains("gr\u00fcn");
    assertThat(content.field("From")).isEmpty();
    assertThat(all(content.text())).isEqualTo("Not: a field\r\n\r\nend");
    assertThat(all(content.stream())).isEqualTo(text);
  }

  @Test
  void anythingIsRead() throws IOException {
    assertThat(read("").fields()).isEmpty();
    assertThat(all(read("\r\nx").text())).isEqualTo("x");
    assertThat(all(read("\nx").text())).isEqualTo("x");
    assertThat(read("no field\r\nSubject: s").field("subject")).contains("s");
    assertThat(all(read("Subject: s").text())).isEmpty();
    assertThat(read("Subject: s\r").field("subject")).contains("s");
    assertThat(read(" folded into nothing\r\n: x\r\n").fields()).isEmpty();
  }
}
