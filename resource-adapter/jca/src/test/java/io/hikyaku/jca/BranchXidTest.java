package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.BranchId;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BranchXidTest {

  private record Given(int getFormatId, byte[] getGlobalTransactionId, byte[] getBranchQualifier)
      implements Xid {}

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-1, 64, 64",
    "2147483647, 1, 0",
    "-2147483648, 36, 54",
    "1463898948, 0, 1"
  })
  void aXidSurvivesTheStore(int formatId, int globalLength, int qualifierLength) {
    Given given = new Given(formatId, bytes(globalLength), bytes(qualifierLength));
    Xid back = BranchXid.decode(BranchXid.encode(given)).orElseThrow();
    assertThat(back.getFormatId()).isEqualTo(formatId);
    assertThat(back.getGlobalTransactionId()).isEqualTo(given.getGlobalTransactionId());
    assertThat(back.getBranchQualifier()).isEqualTo(given.getBranchQualifier());
    assertThat(back).isEqualTo(BranchXid.decode(BranchXid.encode(given)).orElseThrow());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 37 - 128);
    }
    return bytes;
  }

  @Test
  void xidsThatDifferInOnePartHaveDifferentNames() {
    assertThat(BranchXid.encode(new Given(1, bytes(2), bytes(1))))
        .isNotEqualTo(BranchXid.encode(new Given(2, bytes(2), bytes(1))))
        .isNotEqualTo(BranchXid.encode(new Given(1, bytes(1), bytes(2))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "job:1", "xa:", "xa:1:0:00", "xa:123456789:00:00", "xa:1:00:00:00"})
  void otherNamesAreNotBranches(String name) {
    assertThat(BranchXid.decode(new BranchId(name))).isEmpty();
  }
}
