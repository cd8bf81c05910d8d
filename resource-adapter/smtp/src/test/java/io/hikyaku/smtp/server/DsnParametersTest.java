package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import io.hikyaku.smtp.grammar.Xtext;
import org.junit.jupiter.api.Test;

/** RFC 3461 §4: what the sender wants to hear reaches the receiver. */
class DsnParametersTest {

  @Test
  void parametersReachTheReceiverAsTheyWereSaid() {
    SessionTester session = new SessionTester().greeted();
    session.say("MAIL FROM:<a@b.example> RET=HDRS ENVID=QQ+2B1\r\n");
    session.say("RCPT TO:<c@d.example> NOTIFY=success,failure ORCPT=rfc822;Bob+2BX@d.example\r\n");
    session.say("RCPT TO:<e@d.example>\r\nDATA\r\n.\r\n");

    IncomingMail mail = session.mails.get(0);
    assertThat(mail.returned()).isEqualTo("HDRS");
    assertThat(mail.envelopeId()).isEqualTo("QQ+2B1");
    assertThat(mail.recipients().get(0).notifyOn()).isEqualTo("SUCCESS,FAILURE");
    assertThat(mail.recipients().get(0).originalRecipient()).isEqualTo("rfc822;Bob+2BX@d.example");
    assertThat(mail.recipients().get(1).notifyOn()).isEmpty();
    assertThat(mail.recipients().get(1).originalRecipient()).isEmpty();
  }

  @Test
  void withoutEhloThereAreNone() {
    SessionTester session = new SessionTester();
    session.say("HELO c\r\nMAIL FROM:<a@b.example>\r\n");
    assertThat(session.codes("RCPT TO:<c@d.example> NOTIFY=NEVER\r\n"))
        .containsExactly("555 5.5.4");
  }

  @Test
  void xtextGoesBothWays() throws SmtpSyntaxException {
    String awkward = "a+b=c d\u00fc\0~!";
    assertThat(Xtext.encode(awkward)).isEqualTo("a+2Bb+3Dc+20d+FC+00~!");
    assertThat(Xtext.decode(Xtext.encode(awkward))).isEqualTo(awkward);
    assertThatThrownBy(() -> Xtext.decode("a+2")).isInstanceOf(SmtpSyntaxException.class);
    assertThatThrownBy(() -> Xtext.decode("a=")).isInstanceOf(SmtpSyntaxException.class);
  }
}
