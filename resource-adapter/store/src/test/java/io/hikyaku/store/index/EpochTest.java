package io.hikyaku.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochTest {

  @Test
  void livesOfAGroupFollowEachOther() {
    long first = Epoch.first("orders");
    long second = Epoch.next(first);
    assertThat(Epoch.group(second)).isEqualTo(Epoch.group(first));
    assertThat(Epoch.group(Epoch.first("order"))).isNotEqualTo(Epoch.group(first));
    assertThat(Epoch.life(second)).isEqualTo(1);
    assertThat(Epoch.isBefore(first, second)).isTrue();
    assertThat(Epoch.isBefore(second, first)).isFalse();
    assertThat(Epoch.isBefore(first, first)).isFalse();
  }

  @Test
  void theCounterMayWrap() {
    long last = Epoch.first("orders") | 0xffff;
    assertThat(Epoch.next(last)).isEqualTo(Epoch.first("orders"));
    assertThat(Epoch.isBefore(last, Epoch.next(last))).isTrue();
  }
}
