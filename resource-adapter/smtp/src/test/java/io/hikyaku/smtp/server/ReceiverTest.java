package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.SmtpReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reply to a mail waits for the receiver, and everything behind it waits too. */
class ReceiverTest {

  private static final String MAIL = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\n";

  private final List<CompletableFuture<String>> stored = new ArrayList<>();
  private final MailReceiver receiver =
      mail -> {
        CompletableFuture<String> stage = new CompletableFuture<>();
        stored.add(stage);
        return stage;
      };

  private SessionTester session() {
    SessionTester session = new SessionTester(s -> s, receiver).greeted();
    session.channel().freezeTime();
    return session;
  }

  @Test
  void repliesWhenTheStageCompletes() {
    SessionTester session = session();
    assertThat(session.codes(MAIL)).containsExactly("250 2.1.0", "250 2.1.5", "354");
    assertThat(session.context.statistics().mailsWithReceiver()).isEqualTo(1);
    stored.get(0).complete("id7");
    assertThat(session.replies()).isEqualTo("250 2.0.0 Ok: queued as id7\r\n");
    SmtpServerStatistics statistics = session.context.statistics();
    assertThat(statistics.mailsWithReceiver()).isZero();
    assertThat(statistics.octetsBuffered()).isZero();
    assertThat(statistics.mailsAccepted()).isEqualTo(1);
    assertThat(statistics.octetsAccepted()).isGreaterThan(100);
  }

  @Test
  void holdsWhatIsPipelinedBehind() {
    SessionTester session = session();
    session.say(MAIL + "NOOP\r\n" + MAIL + "VR");
    assertThat(session.channel().config().isAutoRead()).isFalse();
    assertThat(session.codes("FY x\r\nQUIT\r\n")).isEmpty();
    stored.get(0).complete("one");
    assertThat(SessionTester.codesOf(session.replies()))
        .containsExactly("250 2.0.0", "250 2.0.0", "250 2.1.0", "250 2.1.5", "354");
    assertThat(stored).hasSize(2);
    stored.get(1).complete("two");
    assertThat(SessionTester.codesOf(session.replies()))
        .containsExactly("250 2.0.0", "252 2.0.0", "221 2.0.0");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @Test
  void readsOnWhenNothingIsLeftOver() {
    SessionTester session = session();
    session.say(MAIL + "NOOP\r\n");
    stored.get(0).complete("one");
    session.replies();
    assertThat(session.channel().config().isAutoRead()).isTrue();
  }

  @Test
  void aRefusalGivesItsReply() {
    SessionTester session = session();
    session.say(MAIL);
    MailRefusedException refusal =
        new MailRefusedException(SmtpReply.of(554, "5.7.1", "Not from you"));
    stored.get(0).completeExceptionally(new CompletionException(refusal));
    assertThat(session.replies()).isEqualTo("554 5.7.1 Not from you\r\n");
    assertThat(session.context.statistics().mailsRefused()).isEqualTo(1);
    assertThat(session.context.statistics().octetsBuffered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyOtherFailureAsksToTryAgain(boolean thrown) {
    MailReceiver failing =
        mail -> {
          IllegalStateException failure = new IllegalStateException("expected by the test");
          if (thrown) {
            throw failure;
          }
          return CompletableFuture.failedFuture(failure);
        };
    SessionTester session = new SessionTester(s -> s, failing).greeted();
    assertThat(session.codes(MAIL + "NOOP\r\n"))
        .containsExactly("250 2.1.0", "250 2.1.5", "354", "451 4.3.0", "250 2.0.0");
  }

  @Test
  void aReceiverThatIsTooSlowIsNotWaitedFor() {
    SessionTester session =
        new SessionTester(s -> s.receiverTimeout(Duration.ofSeconds(60)), receiver).greeted();
    session.channel().freezeTime();
    session.say(MAIL + MAIL);
    session.channel().advanceTimeBy(61, TimeUnit.SECONDS);
    session.channel().runScheduledPendingTasks();
    assertThat(SessionTester.codesOf(session.replies()))
        .containsExactly("451 4.3.0", "250 2.1.0", "250 2.1.5", "354");
    stored.get(0).complete("too late");
    assertThat(session.replies()).isEmpty();
    stored.get(1).complete("in time");
    assertThat(session.replies()).contains("queued as in time");
    assertThat(session.context.statistics().octetsBuffered()).isZero();
  }

  @Test
  void aMailStaysWithTheReceiverWhenTheClientGoes() {
    SessionTester session = session();
    session.say(MAIL);
    session.channel().close();
    stored.get(0).complete("kept");
    assertThat(session.replies()).isEmpty();
    assertThat(session.context.statistics().octetsBuffered()).isZero();
    assertThat(session.context.statistics().connectionsOpen()).isZero();
  }

  @Test
  void silenceClosesASessionButNotOneThatWaits() {
    SessionTester session = session();
    session.say(MAIL);
    advance(session, Duration.ofSeconds(100));
    assertThat(session.replies()).isEmpty();
    stored.get(0).complete("id");
    assertThat(session.codes("NOOP\r\n")).hasSize(2);
    advance(session, Duration.ofMinutes(4));
    assertThat(session.replies()).isEmpty();
    advance(session, Duration.ofMinutes(3));
    assertThat(SessionTester.codesOf(session.replies())).containsExactly("421 4.4.2");
    assertThat(session.channel().isOpen()).isFalse();
    assertThat(session.context.statistics().idleTimeouts()).isEqualTo(1);
  }

  @Test
  void aStopLetsTheMailUnderWayFinish() {
    SessionTester session = session();
    session.say("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n");
    session.context.stop();
    session.context.sessions.forEach(SessionHandler::stop);
    assertThat(session.replies()).isEmpty();
    assertThat(session.codes(".\r\n")).isEmpty();
    stored.get(0).complete("id");
    assertThat(SessionTester.codesOf(session.replies())).containsExactly("250 2.0.0", "421 4.3.2");
    assertThat(session.channel().isOpen()).isFalse();
  }

  @Test
  void aStopEndsAnIdleSession() {
    SessionTester session = session();
    session.context.stop();
    session.context.sessions.forEach(SessionHandler::stop);
    assertThat(SessionTester.codesOf(session.replies())).containsExactly("421 4.3.2");
    assertThat(session.channel().isOpen()).isFalse();
  }

  private static void advance(SessionTester session, Duration time) {
    for (int i = 0; i < time.toSeconds() / 10; i++) {
      session.channel().advanceTimeBy(10, TimeUnit.SECONDS);
      session.channel().runScheduledPendingTasks();
    }
  }
}
