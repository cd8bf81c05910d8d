package io.hikyaku.admin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hikyaku.admin.http.ProblemException;
import org.junit.jupiter.api.Test;

/** Bytes of tuples as text and back. */
class TupleTypeTest {

  @Test
  void whatIsReadIsShownAgain() {
    assertThat(TupleType.STRING.show(TupleType.STRING.read("飛脚"))).isEqualTo("飛脚");
    assertThat(TupleType.LONG.show(TupleType.LONG.read("-42"))).isEqualTo("-42");
    assertThat(TupleType.INTEGER.show(TupleType.INTEGER.read(" 7 "))).isEqualTo("7");
    assertThat(TupleType.DOUBLE.show(TupleType.DOUBLE.read("0.5"))).isEqualTo("0.5");
    assertThat(TupleType.BYTES.show(TupleType.BYTES.read("00ff"))).isEqualTo("00ff");
    assertThat(TupleType.DOUBLES.show(TupleType.DOUBLES.read("1 2.5"))).isEqualTo("1.0 2.5");
    assertThat(TupleType.DOUBLES.show(TupleType.DOUBLES.read(""))).isEmpty();
  }

  @Test
  void bytesOfAnotherTypeAreShownAsTheyAre() {
    assertThat(TupleType.LONG.show(new byte[] {1})).isEqualTo("01");
    assertThat(TupleType.AUTO.show(new byte[] {(byte) 0xff})).isEqualTo("ff");
    assertThat(TupleType.AUTO.show("text".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("text");
  }

  @Test
  void textOfAnotherTypeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> TupleType.LONG.read("x"));
    assertThatIllegalArgumentException().isThrownBy(() -> TupleType.BYTES.read("0"));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> TupleType.of("keys", "uuid"))
        .withMessageContaining("keys is 'uuid'");
  }
}
