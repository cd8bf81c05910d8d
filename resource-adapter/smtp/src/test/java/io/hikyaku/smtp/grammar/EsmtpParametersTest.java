package io.hikyaku.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EsmtpParametersTest {

  @Test
  void readsKeywordsInUpperCase() throws SmtpSyntaxException {
    assertThat(EsmtpParameters.parse("size=12  Body=8BitMime X-flag"))
        .containsEntry("SIZE", "12")
        .containsEntry("BODY", "8BitMime")
        .containsEntry("X-FLAG", "")
        .hasSize(3);
    assertThat(EsmtpParameters.parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "-A=1", "A=", "A=1 A=2", "A=1=2", "A,B", "A=\u00fc"})
  void refuses(String text) {
    assertThatThrownBy(() -> EsmtpParameters.parse(text)).isInstanceOf(SmtpSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "a.example", "[127.0.0.1]", "[IPv6:::1]", "my_pc", "10.0.0.1"})
  void takesHelloNames(String name) {
    assertThat(DomainSyntax.isHelloName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "(x)", "[1.2.3]", "[127.0.0.1]x", "a\r\nb", "\u00fc"})
  void refusesHelloNames(String name) {
    assertThat(DomainSyntax.isHelloName(name)).isFalse();
  }
}
