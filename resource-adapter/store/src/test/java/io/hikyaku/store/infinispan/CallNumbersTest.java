package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Calls that come once more are known for it. */
class CallNumbersTest {

  private static final int WINDOW = 1 << 16;

  private final CallNumbers numbers = new CallNumbers();

  @Test
  void aCallIsServedOnce() {
    assertThat(numbers.isFirst(1)).isTrue();
    assertThat(numbers.isFirst(1)).isFalse();
  }

  @Test
  void callsMayOvertakeEachOther() {
    assertThat(numbers.isFirst(100)).isTrue();
    assertThat(numbers.isFirst(7)).isTrue();
    assertThat(numbers.isFirst(100)).isFalse();
    assertThat(numbers.isFirst(7)).isFalse();
    assertThat(numbers.isFirst(8)).isTrue();
  }

  @Test
  void numbersOfOldCallsAreUsedAnew() {
    for (long number = 1; number <= 3L * WINDOW; number++) {
      assertThat(numbers.isFirst(number)).isTrue();
    }
    assertThat(numbers.isFirst(2L * WINDOW + 1)).isFalse();
    assertThat(numbers.isFirst(3L * WINDOW)).isFalse();
  }

  @Test
  void whatIsOlderThanAllThatIsKeptIsNotServed() {
    numbers.isFirst(10);
    assertThat(numbers.isFirst(10L + 5 * WINDOW)).isTrue();
    assertThat(numbers.isFirst(10L + 4 * WINDOW + 1)).isTrue();
    assertThat(numbers.isFirst(10L + 4 * WINDOW)).isFalse();
    assertThat(numbers.isFirst(11)).isFalse();
  }
}
