package io.hikyaku.store.tuple;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The lives of groups. */
class TupleGroupTest {

  @Test
  void noTwoGroupsOfANodeHaveTheSameEpochHoweverManyItMakes() {
    Set<Long> epochs = new HashSet<>();
    for (long number = 1; number <= 200_000; number++) {
      assertThat(epochs.add(TupleGroup.epoch(7, number))).as("group %s", number).isTrue();
    }
  }
}
