package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A pipelined session gives the same replies and mails however it is cut into packets. */
class PacketSplitTest {

  private static final byte[] SCRIPT =
      ("EHLO c.example\r\n"
              + "MAIL FROM:<a@b.example> SIZE=100\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<bad>\r\nDATA\r\n"
              + "Subject: one\r\n\r\n..dot\r\n.\r\n"
              + "MAIL FROM:<>\r\nRCPT TO:<e@f.example>\r\nDATA\r\nsmuggled\n.\nRSET\r\n.\r\n"
              + "NOOP\nVRFY x\r\nNOOP x\ry\r\nWHAT\r\nNOOP "
              + "x".repeat(600)
              + "\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"
              + "y".repeat(1100)
              + "\r\n.\r\n"
              + "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n.\r\n"
              + "DATA\r\nQUIT\r\nNOOP\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static final String[] EXPECTED_CODES = {
    "220",
    "250",
    "250 2.1.0",
    "250 2.1.5",
    "501 5.1.3",
    "354",
    "250 2.0.0",
    "250 2.1.0",
    "250 2.1.5",
    "354",
    "550 5.5.2",
    "500 5.5.2",
    "500 5.5.2",
    "500 5.5.1",
    "500 5.5.2",
    "250 2.1.0",
    "250 2.1.5",
    "354",
    "500 5.6.0",
    "250 2.1.0",
    "250 2.1.5",
    "354",
    "250 2.0.0",
    "503 5.5.1",
    "221 2.0.0",
  };

  private static SessionTester session() {
    return new SessionTester(s -> s.maxCommandBytes(512).maxTextLineBytes(1000));
  }

  private static String mails(SessionTester session) {
    return session.mails.stream().map(SessionTester::body).collect(Collectors.joining("|"));
  }

  private static void check(String replies, SessionTester session) {
    assertThat(SessionTester.codesOf(replies)).containsExactly(EXPECTED_CODES);
    assertThat(mails(session)).isEqualTo("Subject: one\r\n\r\n.dot\r\n|");
    assertThat(session.channel().isOpen()).isFalse();
    assertThat(session.context.statistics().octetsBuffered()).isZero();
  }

  @Test
  void inOnePacket() {
    SessionTester session = session();
    check(session.say(SCRIPT), session);
  }

  @Test
  void inOnePacketPerOctet() {
    SessionTester session = session();
    StringBuilder replies = new StringBuilder();
    for (byte octet : SCRIPT) {
      replies.append(session.say(new byte[] {octet}));
    }
    check(replies.toString(), session);
  }

  @Test
  void cutAtEveryPosition() {
    for (int cut = 1; cut < SCRIPT.length; cut++) {
      SessionTester session = session();
      String first = session.say(Arrays.copyOfRange(SCRIPT, 0, cut));
      String second = session.say(Arrays.copyOfRange(SCRIPT, cut, SCRIPT.length));
      check(first + second, session);
    }
  }

  @Property(tries = 300)
  void cutAnywhere(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 200) Integer> lengths) {
    SessionTester session = session();
    StringBuilder replies = new StringBuilder();
    int position = 0;
    for (int length : lengths) {
      int end = Math.min(SCRIPT.length, position + length);
      replies.append(session.say(Arrays.copyOfRange(SCRIPT, position, end)));
      position = end;
    }
    replies.append(session.say(Arrays.copyOfRange(SCRIPT, position, SCRIPT.length)));
    check(replies.toString(), session);
  }
}
