package io.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpReplyTest {

  @Test
  void takesTheEnhancedStatusOffEveryLine() {
    SmtpReply reply = SmtpReply.received(550, List.of("5.1.1 No such user", "5.1.1 Sorry"));
    assertThat(reply).isEqualTo(new SmtpReply(550, "5.1.1", List.of("No such user", "Sorry")));
    assertThat(reply).hasToString("550 5.1.1 No such user Sorry");
  }

  @Test
  void leavesTextThatOnlyLooksLikeAStatus() {
    assertThat(SmtpReply.received(250, List.of("5.1.1 of another class")).enhancedStatus())
        .isEmpty();
    assertThat(SmtpReply.received(250, List.of("2.0.0.1 is no status")).enhancedStatus()).isEmpty();
    assertThat(SmtpReply.received(250, List.of()).text()).isEmpty();
    assertThat(SmtpReply.received(250, List.of("2.0.0")).text()).isEmpty();
  }

  @Test
  void defaultsTheStatusToItsClass() {
    assertThat(SmtpReply.of(451, "", "later").statusOrDefault()).isEqualTo("4.0.0");
  }

  @Test
  void textCannotStartALine() {
    assertThat(SmtpReply.of(250, "", "a\r\n250 b").lines()).containsExactly("a  250 b");
  }

  @Test
  void refusesWhatIsNoReply() {
    assertThatThrownBy(() -> SmtpReply.of(199, "", "")).hasMessageContaining("199");
    assertThatThrownBy(() -> SmtpReply.of(250, "5.0.0", "")).hasMessageContaining("5.0.0");
    assertThatThrownBy(() -> new SmtpReply(250, "", List.of())).hasMessageContaining("250");
  }
}
