package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OperatorMessageTest {

  @Test
  void numbersAreUniqueAndSayTheirLevel() {
    assertThat(Arrays.stream(OperatorMessage.values()).map(OperatorMessage::number))
        .doesNotHaveDuplicates()
        .allMatch(number -> number.matches("HIKYAKU2\\d{3}[EWI]"));
  }

  @Test
  void theTextStartsWithTheNumber() {
    assertThat(OperatorMessage.NOT_A_MAIL.text("1-2", "mail.dead", "no header"))
        .isEqualTo(
            "HIKYAKU2006W: message 1-2 goes to the dead letters, group mail.dead: no header");
  }
}
