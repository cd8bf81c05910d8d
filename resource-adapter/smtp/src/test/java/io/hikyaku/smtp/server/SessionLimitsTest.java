package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session that never comes to a mail is ended, however busy it is. */
class SessionLimitsTest {

  @Test
  void tooManyCommandsWithoutAMailEndTheSession() {
    SessionTester session = new SessionTester(s -> s.maxCommandsWithoutMail(5)).greeted();
    assertThat(session.codes("NOOP\r\nRSET\r\nVRFY x\r\nNOOP\r\n"))
        .containsExactly("250 2.0.0", "250 2.0.0", "252 2.0.0", "250 2.0.0");
    assertThat(session.codes("NOOP\r\n")).containsExactly("421 4.7.0");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @Test
  void anAcceptedMailAndItsRecipientsDoNotCount() {
    SessionTester session = new SessionTester(s -> s.maxCommandsWithoutMail(4)).greeted();
    for (int i = 0; i < 5; i++) {
      List<String> codes =
          session.codes(
              "MAIL FROM:<a@b>\r\n" + "RCPT TO:<c@d>\r\n".repeat(10) + "DATA\r\nx\r\n.\r\n");
      assertThat(codes).endsWith("354", "250 2.0.0");
    }
  }

  @Test
  void refusedRecipientsCount() {
    SessionTester session =
        new SessionTester(s -> s.maxCommandsWithoutMail(10).maxRecipients(1)).greeted();
    session.say("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n");
    assertThat(session.codes("RCPT TO:<e@f>\r\n".repeat(20)))
        .as("those beyond the limit of a mail are to come with another")
        .hasSize(20)
        .containsOnly("452 4.5.3");
    String refused = "RCPT TO:<not an address>\r\n";
    assertThat(session.codes(refused.repeat(8))).hasSize(8).containsOnly("501 5.1.3");
    assertThat(session.codes(refused)).containsExactly("421 4.7.0");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @Test
  void talkWithoutAMailEndsInTime() {
    SessionTester session =
        new SessionTester(
                s ->
                    s.mailTimeout(Duration.ofMillis(300))
                        .idleTimeout(Duration.ofMillis(100))
                        .maxCommandsWithoutMail(1_000_000))
            .greeted();
    await("the end of a session that only says NOOP")
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> session.say("NOOP\r\n").contains("421 4.4.2 No mail"));
  }
}
