package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A second mail within the first one, behind whatever some server may take for the end of data: it
 * is never run here, and it never leaves here, as the mail is refused (RFC 5321 §2.3.8, §4.1.1.4).
 */
class SmugglingTest {

  private static final List<String> BREAKS =
      List.of(
          "\r\n", "\n", "\r", "\r\r\n", "\n\r", "\r\n\r", "\n\n", "\r\r", "\r\0\n", "\n\0",
          "\r\n\n");

  private static final String SMUGGLED =
      "MAIL FROM:<evil@b.example>\r\nRCPT TO:<victim@d.example>\r\nDATA\r\nevil\r\n";

  @Test
  void noCombinationOfBreaksAroundADotEndsTheData() {
    for (String before : BREAKS) {
      for (String behind : BREAKS) {
        String data = "x" + before + "." + behind + SMUGGLED + ".\r\n";
        if ((before.endsWith("\r\n") && behind.startsWith("\r\n"))) {
          continue; // that is the end of data, as it should be
        }
        String name = (before + "." + behind).replace("\r", "CR ").replace("\n", "LF ");
        SessionTester whole = new SessionTester().inData();
        assertThat(whole.codes(data)).as(name).containsExactly("550 5.5.2");
        assertThat(whole.mails).as(name).isEmpty();

        SessionTester cut = new SessionTester().inData();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < data.length(); i++) {
          replies.append(cut.say(data.substring(i, i + 1)));
        }
        assertThat(SessionTester.codesOf(replies.toString())).as(name).containsExactly("550 5.5.2");
        assertThat(cut.mails).as(name).isEmpty();
      }
    }
  }

  @Test
  void noBareBreakInACommandRunsWhatIsBehindIt() {
    for (String between : BREAKS) {
      if (between.contains("\r\n")) {
        continue;
      }
      for (String command : List.of("NOOP", "MAIL FROM:<a@b.example>", "RSET", "EHLO x.example")) {
        SessionTester session = new SessionTester().greeted();
        List<String> codes = session.codes(command + between + "MAIL FROM:<evil@b.example>\r\n");
        assertThat(codes).as(command).containsExactly("500 5.5.2");
        assertThat(session.codes("RCPT TO:<c@d.example>\r\n")).containsExactly("503 5.5.1");
      }
    }
  }
}
