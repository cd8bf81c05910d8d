package io.hikyaku.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailPathTest {

  @Test
  void readsTheNullReversePath() throws SmtpSyntaxException {
    assertThat(MailPath.reverse("FROM:<> SIZE=1").mailbox()).isEmpty();
    assertThat(MailPath.reverse("FROM:<> SIZE=1").parameters()).isEqualTo("SIZE=1");
  }

  @Test
  void ignoresSourceRoutes() throws SmtpSyntaxException {
    assertThat(MailPath.forward("TO:<@one.example,@two.example:a@b.example>", "here").mailbox())
        .contains(new Mailbox("a", "b.example"));
  }

  @Test
  void completesPostmaster() throws SmtpSyntaxException {
    assertThat(MailPath.forward("to:<PostMaster>", "here.example").mailbox())
        .contains(new Mailbox("PostMaster", "here.example"));
  }

  @Test
  void letsASpaceStandBehindTheColon() throws SmtpSyntaxException {
    assertThat(MailPath.forward("TO: <a@b>", "here").mailbox()).contains(new Mailbox("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TO",
        "TO:",
        "TO:<>",
        "TO:a@b",
        "TO:<a@b",
        "TO:<a@b>x",
        "TO:<a>",
        "TO:<@a:>",
        "TO:<@a,b:c@d>",
        "TO:<@a:b@c",
        "FROM:<a@b>",
        "TO:<postmaster>x",
        "TO:<postmasters>"
      })
  void refuses(String argument) {
    assertThatThrownBy(() -> MailPath.forward(argument, "here"))
        .isInstanceOf(SmtpSyntaxException.class);
  }

  @Test
  void saysWhere() {
    assertThatThrownBy(() -> MailPath.reverse("FROM:<a b@c>"))
        .hasMessage("'@' expected but found 0x20 at position 3");
  }
}
