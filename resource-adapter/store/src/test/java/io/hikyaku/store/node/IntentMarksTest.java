package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.node.Intent.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long the mark of an ended intent stays. */
class IntentMarksTest {

  private static final Intent MARK = new Intent(State.COMMITTED, 1, "n1", 0, Map.of());

  private final MemoryTable table = new MemoryTable();
  private long now;
  private boolean someoneMissing;
  private final IntentMarks marks =
      new IntentMarks(new Intents(table), () -> now, () -> someoneMissing);

  private boolean isThereAfter(long nanos) {
    now += nanos + 1;
    marks.tick();
    return table.get("one") != null;
  }

  @Test
  void inTheUsualCaseItStaysForAShortTime() {
    someoneMissing = true;
    marks.put("one", MARK, IntentMarks.SHORT_NANOS);

    assertThat(isThereAfter(0)).isTrue();
    assertThat(isThereAfter(IntentMarks.SHORT_NANOS)).isFalse();
  }

  @Test
  void ifALostMemberMayHaveWrittenSomethingItStaysUntilThatIsBack() {
    someoneMissing = true;
    marks.put("one", MARK, IntentMarks.LONG_NANOS);

    assertThat(isThereAfter(IntentMarks.LONG_NANOS)).isTrue();
    someoneMissing = false;
    assertThat(isThereAfter(0)).isFalse();
  }
}
