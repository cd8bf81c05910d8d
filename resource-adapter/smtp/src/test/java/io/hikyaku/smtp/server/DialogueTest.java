package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reply to every command, in and out of order: RFC 5321 §4.1.4 and §4.3.2. */
class DialogueTest {

  private static final String MAIL = "MAIL FROM:<a@b.example>\r\n";
  private static final String RCPT = "RCPT TO:<c@d.example>\r\n";

  @Test
  void announcesItsExtensions() {
    SessionTester session = new SessionTester();
    assertThat(session.say("EHLO client.example\r\n"))
        .isEqualTo(
            String.join(
                "\r\n",
                "220 mx.example.org ESMTP Hikyaku",
                "250-mx.example.org",
                "250-PIPELINING",
                "250-SIZE 10240000",
                "250-8BITMIME",
                "250-ENHANCEDSTATUSCODES",
                "250 DSN",
                ""));
    assertThat(session.say("HELO client.example\r\n")).isEqualTo("250 mx.example.org\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    // what came before; then the reply to each command
    "NOTHING, 503 5.5.1, 503 5.5.1, 503 5.5.1, 250 2.0.0",
    "HELLO, 250 2.1.0, 503 5.5.1, 503 5.5.1, 250 2.0.0",
    "MAIL, 503 5.5.1, 250 2.1.5, 503 5.5.1, 250 2.0.0",
    "RCPT, 503 5.5.1, 250 2.1.5, 354, 250 2.0.0",
    "REFUSED_RCPT, 503 5.5.1, 250 2.1.5, 554 5.5.1, 250 2.0.0",
    "RSET, 250 2.1.0, 503 5.5.1, 503 5.5.1, 250 2.0.0",
    "SECOND_HELLO, 250 2.1.0, 503 5.5.1, 503 5.5.1, 250 2.0.0",
    "SENT, 250 2.1.0, 503 5.5.1, 503 5.5.1, 250 2.0.0",
  })
  void answersInEveryOrder(String before, String mail, String rcpt, String data, String rset) {
    assertThat(after(before).codes(MAIL)).containsExactly(mail);
    assertThat(after(before).codes(RCPT)).containsExactly(rcpt);
    assertThat(after(before).codes("DATA\r\n")).containsExactly(data);
    assertThat(after(before).codes("RSET\r\n")).containsExactly(rset);
    for (String command : List.of("NOOP", "NOOP x y", "VRFY a", "HELP", "HELP MAIL")) {
      String expected =
          command.startsWith("V")
              ? "252 2.0.0"
              : command.startsWith("H") ? "214 2.0.0" : "250 2.0.0";
      assertThat(after(before).codes(command + "\r\n")).containsExactly(expected);
    }
    assertThat(after(before).codes("QUIT\r\n")).containsExactly("221 2.0.0");
  }

  private static SessionTester after(String before) {
    SessionTester session = new SessionTester();
    String script =
        switch (before) {
          case "NOTHING" -> "NOOP\r\n";
          case "HELLO" -> "HELO c\r\n";
          case "MAIL" -> "EHLO c\r\n" + MAIL;
          case "RCPT" -> "EHLO c\r\n" + MAIL + RCPT;
          case "REFUSED_RCPT" -> "EHLO c\r\n" + MAIL + "RCPT TO:<nonsense>\r\n";
          case "RSET" -> "EHLO c\r\n" + MAIL + RCPT + "RSET\r\n";
          case "SECOND_HELLO" -> "EHLO c\r\n" + MAIL + RCPT + "EHLO c\r\n";
          default -> "EHLO c\r\n" + MAIL + RCPT + "DATA\r\n.\r\n";
        };
    session.say(script);
    return session;
  }

  @ParameterizedTest
  @CsvSource({
    "EHLO, 501 5.5.4",
    "HELO, 501 5.5.4",
    "EHLO a b, 501 5.5.4",
    "EHLO (x), 501 5.5.4",
    "MAIL, 501 5.1.7",
    "MAIL FROM a@b, 501 5.1.7",
    "MAIL FROM:a@b, 501 5.1.7",
    "MAIL FROM:<a@b, 501 5.1.7",
    "MAIL FROM:<a@b>SIZE=1, 501 5.1.7",
    "MAIL FROM:<a@b> SIZE=x, 501 5.5.4",
    "MAIL FROM:<a@b> SIZE=-1, 501 5.5.4",
    "MAIL FROM:<a@b> SIZE, 501 5.5.4",
    "MAIL FROM:<a@b> SIZE=1 SIZE=1, 501 5.5.4",
    "MAIL FROM:<a@b> SIZE=10240000, 250 2.1.0",
    "MAIL FROM:<a@b> SIZE=10240001, 552 5.3.4",
    "MAIL FROM:<a@b> SIZE=99999999999999999999, 552 5.3.4",
    "MAIL FROM:<a@b> BODY=7BIT, 250 2.1.0",
    "MAIL FROM:<a@b> body=8bitmime size=5, 250 2.1.0",
    "MAIL FROM:<a@b> BODY=BINARYMIME, 504 5.5.4",
    "MAIL FROM:<a@b> BODY, 501 5.5.4",
    "MAIL FROM:<a@b> RET=hdrs ENVID=QQ314159, 250 2.1.0",
    "MAIL FROM:<a@b> RET=ALL, 501 5.5.4",
    "MAIL FROM:<a@b> ENVID=, 501 5.5.4",
    "MAIL FROM:<a@b> ENVID=a+2b, 501 5.5.4",
    "MAIL FROM:<a@b> SMTPUTF8, 555 5.5.4",
    "MAIL FROM:<a@b> AUTH=<>, 555 5.5.4",
    "mail from:<a@b>, 250 2.1.0",
    "MAIL FROM:<>, 250 2.1.0",
    "MAIL FROM:<@x:a@b>, 250 2.1.0",
    "'MAIL FROM: <a@b> ', 250 2.1.0",
    "RSET x, 501 5.5.4",
    "VRFY, 501 5.5.4",
    "QUIT now, 501 5.5.4",
    "EXPN list, 502 5.5.1",
    "STARTTLS, 502 5.5.1",
    "BDAT 1 LAST, 502 5.5.1",
    "GET / HTTP/1.1, 500 5.5.1",
    "'', 500 5.5.1",
    "MAIL\u00fc, 500 5.5.2",
  })
  void answersSyntax(String command, String code) {
    assertThat(new SessionTester().greeted().codes(command + "\r\n")).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT TO:<>, 501 5.1.3",
    "RCPT TO:<c>, 501 5.1.3",
    "RCPT TO:c@d, 501 5.1.3",
    "RCPT TO:<c@d> NOTIFY=NEVER, 250 2.1.5",
    "'RCPT TO:<c@d> NOTIFY=success,DELAY ORCPT=rfc822;c+2Bx@d', 250 2.1.5",
    "RCPT TO:<c@d> NOTIFY=SUCCESS NOTIFY=NEVER, 501 5.5.4",
    "'RCPT TO:<c@d> NOTIFY=NEVER,SUCCESS', 501 5.5.4",
    "'RCPT TO:<c@d> NOTIFY=SUCCESS,SUCCESS', 501 5.5.4",
    "RCPT TO:<c@d> NOTIFY=, 501 5.5.4",
    "RCPT TO:<c@d> NOTIFY=OFTEN, 501 5.5.4",
    "RCPT TO:<c@d> ORCPT=c@d, 501 5.5.4",
    "RCPT TO:<c@d> ORCPT=rfc822;c+xx@d, 501 5.5.4",
    "RCPT TO:<c@d> ORCPT=rfc822;, 501 5.5.4",
    "RCPT TO:<c@d> SIZE=1, 555 5.5.4",
    "RCPT TO:<Postmaster>, 250 2.1.5",
    "'RCPT TO:<\"c d\"@[127.0.0.1]>', 250 2.1.5",
    "DATA x, 501 5.5.4",
  })
  void answersRecipientSyntax(String command, String code) {
    SessionTester session = new SessionTester().greeted();
    session.say(MAIL);
    assertThat(session.codes(command + "\r\n")).containsExactly(code);
  }

  @Test
  void parametersNeedEhlo() {
    SessionTester session = new SessionTester();
    session.say("HELO c\r\n");
    assertThat(session.codes("MAIL FROM:<a@b> SIZE=1\r\n")).containsExactly("555 5.5.4");
  }

  @Test
  void countsRecipientsOnceEach() {
    SessionTester session = new SessionTester(s -> s.maxRecipients(2)).greeted();
    session.say(MAIL);
    assertThat(
            session.codes(
                "RCPT TO:<a@x>\r\nRCPT TO:<a@X>\r\nRCPT TO:<b@x>\r\nRCPT TO:<c@x>\r\nDATA\r\n.\r\n"))
        .containsExactly("250 2.1.5", "250 2.1.5", "250 2.1.5", "452 4.5.3", "354", "250 2.0.0");
    assertThat(session.mails.get(0).recipients())
        .extracting(IncomingRecipient::mailbox)
        .containsExactly(new Mailbox("a", "x"), new Mailbox("b", "x"));
  }

  @Test
  void asksTheReceiverForEachRecipient() {
    MailReceiver receiver =
        new MailReceiver() {
          @Override
          public CompletionStage<String> accept(IncomingMail mail) {
            return CompletableFuture.completedFuture(mail.recipients().toString());
          }

          @Override
          public Optional<SmtpReply> checkRecipient(Mailbox recipient) {
            return switch (recipient.localPart()) {
              case "no" -> Optional.of(SmtpReply.of(550, "5.1.1", "No such user"));
              case "broken" -> throw new IllegalStateException("directory is down");
              default -> Optional.empty();
            };
          }
        };
    SessionTester session = new SessionTester(s -> s, receiver).greeted();
    session.say(MAIL);
    assertThat(session.say("RCPT TO:<no@x>\r\n")).isEqualTo("550 5.1.1 No such user\r\n");
    assertThat(session.codes("RCPT TO:<broken@x>\r\n")).containsExactly("451 4.3.0");
    assertThat(session.codes("DATA\r\n")).containsExactly("554 5.5.1");
    assertThat(session.say(RCPT + "DATA\r\n.\r\n")).contains("queued as [c@d.example]");
    assertThat(session.context.statistics().recipientsRefused()).isEqualTo(2);
  }

  @Test
  void closesAfterTooManyBadCommands() {
    SessionTester session = new SessionTester(s -> s.maxBadCommands(2)).greeted();
    assertThat(session.codes("X\r\nY\r\nZ\r\nNOOP\r\n"))
        .containsExactly("500 5.5.1", "500 5.5.1", "421 4.7.0");
    assertThat(session.channel().isOpen()).isFalse();
    assertThat(session.context.statistics().commandsRefused()).isEqualTo(3);
    assertThat(session.context.statistics().connectionsOpen()).isZero();
  }

  @Test
  void anAcceptedMailForgivesBadCommands() {
    SessionTester session = new SessionTester(s -> s.maxBadCommands(1)).greeted();
    String mail = MAIL + RCPT + "DATA\r\n.\r\n";
    assertThat(session.codes("X\r\n" + mail + "X\r\nX\r\n"))
        .containsExactly(
            "500 5.5.1", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0", "500 5.5.1", "421 4.7.0");
  }

  @Test
  void answersOverlongCommandsAtOnceAndOnce() {
    SessionTester session = new SessionTester(s -> s.maxCommandBytes(512)).greeted();
    assertThat(session.codes("NOOP " + "x".repeat(505) + "\r\n")).containsExactly("250 2.0.0");
    assertThat(session.codes("NOOP " + "x".repeat(506) + "\r\n")).containsExactly("500 5.5.2");
    assertThat(session.codes("NOOP " + "x".repeat(1_000_000))).containsExactly("500 5.5.2");
    assertThat(session.codes("x".repeat(1_000_000))).isEmpty();
    assertThat(session.codes("\r\nNOOP\r\n")).containsExactly("250 2.0.0");
  }

  @Test
  void closesWhenAnOverlongCommandDoesNotEnd() {
    SessionTester session = new SessionTester(s -> s.maxDiscardedBytes(100_000)).greeted();
    assertThat(session.codes("x".repeat(60_000))).containsExactly("500 5.5.2");
    assertThat(session.codes("x".repeat(60_000))).isEmpty();
    assertThat(session.codes("x".repeat(60_000))).containsExactly("421 4.7.0");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @Test
  void runsNothingBehindABareLineFeed() {
    SessionTester session = new SessionTester().greeted();
    assertThat(session.codes(MAIL + "NOOP\nRCPT TO:<c@d>\nDATA\r\nNOOP x\rRSET\r\nNOOP\r\r\n"))
        .containsExactly("250 2.1.0", "500 5.5.2", "500 5.5.2", "500 5.5.2");
    assertThat(session.codes(RCPT)).containsExactly("250 2.1.5");
  }
}
