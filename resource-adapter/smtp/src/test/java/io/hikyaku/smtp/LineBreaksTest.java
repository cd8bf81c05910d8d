package io.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LineBreaksTest {

  @Property
  void findsTheSameAsALoop(@ForAll("octets") byte[] octets, @ForAll int from, @ForAll int to) {
    int start = Math.floorMod(from, octets.length + 1);
    int end = start + Math.floorMod(to, octets.length - start + 1);
    int expected = start;
    while (expected < end && octets[expected] != '\r' && octets[expected] != '\n') {
      expected++;
    }
    assertThat(LineBreaks.next(octets, start, end)).isEqualTo(expected);
  }

  /** Mostly octets that differ from CR and LF by a bit or a carry, where the trick could fail. */
  @Provide
  Arbitrary<byte[]> octets() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, Arbitraries.of((byte) '\r', (byte) '\n')),
            net.jqwik.api.Tuple.of(
                5,
                Arbitraries.of(
                    (byte) 0x0b, (byte) 0x0c, (byte) 0x0e, (byte) 0x8a, (byte) 0x8d, (byte) 0)),
            net.jqwik.api.Tuple.of(5, Arbitraries.bytes()))
        .array(byte[].class)
        .ofMaxSize(40);
  }
}
