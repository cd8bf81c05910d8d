package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.grammar.Mailbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail data: what arrives, what is refused and when it ends. */
class DataTest {

  @Test
  void handsOverTheMailBehindAReceivedField() {
    SessionTester session = new SessionTester();
    session.say("EHLO client.example\r\nMAIL FROM:<A@B.Example> BODY=8BITMIME SIZE=20\r\n");
    session.say("RCPT TO:<C@D.Example>\r\nDATA\r\nSubject: \u00fc\r\n\r\nbody\r\n.\r\n");
    IncomingMail mail = session.mails.get(0);
    assertThat(SessionTester.text(mail))
        .isEqualTo(
            "Received: from client.example ([127.0.0.1])\r\n\tby mx.example.org with ESMTP id "
                + mail.id()
                + ";\r\n\tSat, 21 Nov 2026 20:53:00 +0000\r\nSubject: \u00fc\r\n\r\nbody\r\n");
    assertThat(mail.sender()).contains(new Mailbox("A", "b.example"));
    assertThat(mail.senderAddress()).isEqualTo("A@b.example");
    assertThat(mail.recipients())
        .containsExactly(new IncomingRecipient(new Mailbox("C", "d.example"), "", ""));
    assertThat(mail.eightBit()).isTrue();
    assertThat(mail.declaredSize()).hasValue(20);
    assertThat(mail.heloName()).isEqualTo("client.example");
    assertThat(mail.receivedAt()).isEqualTo(SessionTester.NOW);
  }

  @Test
  void saysSmtpAfterHeloAndTakesTheNullSender() {
    SessionTester session = new SessionTester();
    session.say("HELO [127.0.0.1]\r\nMAIL FROM:<>\r\nRCPT TO:<c@d>\r\nDATA\r\n.\r\n");
    IncomingMail mail = session.mails.get(0);
    assertThat(SessionTester.text(mail)).contains("from [127.0.0.1] (").contains("with SMTP id");
    assertThat(SessionTester.body(mail)).isEmpty();
    assertThat(mail.senderAddress()).isEmpty();
    assertThat(mail.declaredSize()).isEmpty();
  }

  @Test
  void unstuffsDots() {
    SessionTester session = new SessionTester().inData();
    assertThat(session.codes("..\r\n...\r\n.x\r\na.\r\n\r\n..\r\n.\r\n"))
        .containsExactly("250 2.0.0");
    assertThat(SessionTester.body(session.mails.get(0)))
        .isEqualTo(".\r\n..\r\nx\r\na.\r\n\r\n.\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n.\nRSET\r\n",
        "a\r\n.\nRSET\r\n",
        "a\n.\r\nRSET\r\n",
        "a\r.\rRSET\r\n",
        "a\r\n.\rRSET\r\n",
        "a\r.\r\nRSET\r\n",
        "a\r\r\n",
        "a\n\r\n",
        "\n.\n",
        ".\n",
        ".\r\r\n",
        "\r.\r\n",
        "a\0\r\n.\n\r\n",
      })
  void letsNothingBeSmuggledThroughBareLineBreaks(String data) {
    SessionTester session = new SessionTester().inData();
    assertThat(session.codes(data)).as("the data has not ended").isEmpty();
    assertThat(session.codes("\r\n.\r\n")).containsExactly("550 5.5.2");
    assertThat(session.mails).isEmpty();
    assertThat(session.context.statistics().octetsBuffered()).isZero();
    assertThat(session.codes("NOOP\r\n")).containsExactly("250 2.0.0");
  }

  @Test
  void refusesOversizeWithoutKeepingIt() {
    SessionTester session = new SessionTester(s -> s.maxMessageBytes(100_000)).inData();
    String line = "x".repeat(98) + "\r\n";
    session.say(line.repeat(900));
    assertThat(session.context.statistics().octetsBuffered()).isPositive();
    session.say(line.repeat(200));
    assertThat(session.context.statistics().octetsBuffered()).isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(session.codes(line.repeat(1000))).isEmpty();
    }
    assertThat(session.codes(".\r\n")).containsExactly("552 5.3.4");
    assertThat(session.context.statistics().mailsRefused()).isEqualTo(1);
    assertThat(session.codes("MAIL FROM:<a@b>\r\n")).containsExactly("250 2.1.0");
  }

  @Test
  void takesExactlyTheMaximum() {
    String line = "x".repeat(98) + "\r\n";
    SessionTester fits = new SessionTester(s -> s.maxMessageBytes(100_000)).inData();
    assertThat(fits.codes(line.repeat(1000) + ".\r\n")).containsExactly("250 2.0.0");
    SessionTester over = new SessionTester(s -> s.maxMessageBytes(99_999)).inData();
    assertThat(over.codes(line.repeat(1000) + ".\r\n")).containsExactly("552 5.3.4");
  }

  @Test
  void refusesALineOfAMegabyteWithoutKeepingIt() {
    SessionTester session = new SessionTester().inData();
    session.say("Subject: x\r\n\r\n");
    for (int i = 0; i < 16; i++) {
      session.say("x".repeat(1 << 16));
      assertThat(session.context.statistics().octetsBuffered()).isLessThan(1 << 16);
    }
    assertThat(session.context.statistics().octetsBuffered()).isZero();
    assertThat(session.say("\r\n.\r\n"))
        .isEqualTo("500 5.6.0 Line of the mail exceeds the limit of 2048 octets\r\n");
    assertThat(session.codes("NOOP\r\n")).containsExactly("250 2.0.0");
  }

  @Test
  void takesALineOfTheMaximum() {
    SessionTester fits = new SessionTester(s -> s.maxTextLineBytes(1000)).inData();
    assertThat(fits.codes("x".repeat(998) + "\r\n.\r\n")).containsExactly("250 2.0.0");
    SessionTester over = new SessionTester(s -> s.maxTextLineBytes(1000)).inData();
    assertThat(over.codes("x".repeat(999) + "\r\n.\r\n")).containsExactly("500 5.6.0");
  }

  @Test
  void closesWhenARefusedMailDoesNotEnd() {
    SessionTester session =
        new SessionTester(s -> s.maxMessageBytes(1000).maxDiscardedBytes(100_000)).inData();
    String line = "x".repeat(98) + "\r\n";
    assertThat(session.codes(line.repeat(900))).isEmpty();
    assertThat(session.codes(line.repeat(300))).containsExactly("552 5.3.4");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r"})
  void closesWhenBareLineBreaksDoNotEnd(String bareBreak) {
    SessionTester session = new SessionTester(s -> s.maxDiscardedBytes(1000)).inData();
    assertThat(session.codes(bareBreak.repeat(900))).isEmpty();
    assertThat(session.codes(bareBreak.repeat(200))).containsExactly("550 5.5.2");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @Test
  void refusesWhenTheServerIsOutOfMemory() {
    SessionTester session =
        new SessionTester(s -> s.maxMessageBytes(1 << 16).maxBufferedBytes(1 << 16)).inData();
    String line = "x".repeat(98) + "\r\n";
    assertThat(session.context.budget.reserve(10_000)).isTrue();
    assertThat(session.codes(line.repeat(600) + ".\r\n")).containsExactly("452 4.3.1");
    assertThat(session.context.statistics().octetsBuffered()).isEqualTo(10_000);
  }

  @Test
  void takesAMailThatFitsIntoTheMemoryThatIsLeft() {
    SessionTester session =
        new SessionTester(s -> s.maxMessageBytes(1 << 16).maxBufferedBytes(1 << 16)).inData();
    String line = "x".repeat(98) + "\r\n";
    for (int i = 0; i < 650; i++) {
      assertThat(session.codes(line)).isEmpty();
    }
    assertThat(session.codes(".\r\n")).containsExactly("250 2.0.0");
    assertThat(session.context.statistics().octetsBuffered()).isZero();
  }

  @Test
  void refusesALoop() {
    SessionTester session = new SessionTester(s -> s.maxHops(3)).inData();
    assertThat(session.codes("Received: a\r\n".repeat(2) + "\r\nReceived: x\r\n.\r\n"))
        .containsExactly("250 2.0.0");
    session.say("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
    assertThat(session.codes("RECEIVED: a\r\n".repeat(3) + "\r\n.\r\n"))
        .containsExactly("554 5.4.6");
    assertThat(session.context.statistics().octetsBuffered()).isZero();
  }

  @Test
  void givesMemoryBackWhenTheClientGoes() {
    SessionTester session = new SessionTester().inData();
    session.say("half a mail\r\n");
    assertThat(session.context.statistics().octetsBuffered()).isPositive();
    session.channel().close();
    assertThat(session.context.statistics().octetsBuffered()).isZero();
    assertThat(session.mails).isEqualTo(List.of());
  }
}
