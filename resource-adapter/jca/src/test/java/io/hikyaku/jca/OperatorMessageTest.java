package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorMessageTest {

  @Test
  void numbersAreUniqueAndInOrder() {
    assertThat(Arrays.stream(OperatorMessage.values()).map(m -> m.number().substring(0, 11)))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void aNumberEndsInItsLevel(OperatorMessage message) {
    assertThat(message.number()).matches("HIKYAKU\\d{4}[EWI]");
    assertThat(message.level()).isNotNull();
  }
}
