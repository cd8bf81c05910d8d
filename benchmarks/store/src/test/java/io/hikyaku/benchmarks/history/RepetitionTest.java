package io.hikyaku.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deliveries once more, with and without a reason. */
class RepetitionTest {

  private final Histories history = new Histories();

  private void assertExplained(Explanation explanation) {
    Verdict verdict = history.check();
    assertThat(verdict.violations()).as(verdict.summary()).isZero();
    assertThat(verdict.repetitions()).isEqualTo(Map.of(explanation, 1L));
  }

  private void assertUnexplained() {
    Verdict verdict = history.check();
    assertThat(verdict.unexplained()).hasSize(1);
    assertThat(verdict.repetitions()).isEqualTo(Map.of(Explanation.NONE, 1L));
  }

  @Test
  void againAfterAnAcknowledgedSettleIsUnexplained() {
    history.sent(1).received(1).settled(1).at(2).received(1).settled(1);
    assertUnexplained();
  }

  @Test
  void againAfterAnAcknowledgedSettleIsNotExcusedByACrash() {
    history.sent(1).disturb(Disturbance.Kind.CRASH, 2);
    history.at(1).received(1).settled(1).at(3).received(1).settled(1).calm();
    assertUnexplained();
  }

  @Test
  void twoAtOnceAreUnexplained() {
    history.sent(1).at(1).received(1).at(2).received(1).settled(1).at(1).settled(1);
    assertUnexplained();
  }

  @Test
  void aReleaseExplains() {
    history.sent(1).received(1).add(Kind.RELEASED, 1).at(2).received(1).settled(1);
    assertExplained(Explanation.RELEASED);
  }

  @Test
  void aFailedSettleExplains() {
    history.sent(1).received(1).add(Kind.SETTLE_FAILED, 1).received(1).settled(1);
    assertExplained(Explanation.SETTLE_FAILED);
  }

  @Test
  void anUnknownSettleExplainsEvenIfItIsToldLater() {
    history.sent(1).at(1).received(1).at(2).received(1).settled(1);
    history.at(1).add(Kind.SETTLE_UNKNOWN, 1);
    assertExplained(Explanation.SETTLE_UNKNOWN);
  }

  @Test
  void theDeathOfItsConsumerExplains() {
    history.sent(1).at(1).received(1).disturb(Disturbance.Kind.CRASH, 1);
    history.at(2).received(1).settled(1).calm();
    assertExplained(Explanation.CONSUMER_CRASHED);
  }

  @Test
  void theDeathOfAnotherIsToldApart() {
    history.sent(1).at(1).received(1).disturb(Disturbance.Kind.CRASH, 3);
    history.at(2).received(1).settled(1).calm();
    assertExplained(Explanation.OTHER_PROCESS);
  }

  @Test
  void aConsumerThatWasStoppedExplains() {
    history.sent(1).at(1).received(1).disturb(Disturbance.Kind.PAUSE, 1);
    history.at(2).received(1).settled(1).at(1).settled(1).calm();
    assertExplained(Explanation.CONSUMER_PAUSED);
  }

  @Test
  void aConsumerThatWasStoppedBeforeItCouldSayThatItHadTheMessageExplains() {
    history.sent(1).disturb(Disturbance.Kind.PAUSE, 1);
    history.at(2).received(1).settled(1).at(1).received(1).add(Kind.SETTLE_FAILED, 1).calm();
    assertExplained(Explanation.CONSUMER_PAUSED);
  }

  @Test
  void aSplitExplainsEvenAfterASettle() {
    history.sent(1).disturb(Disturbance.Kind.SPLIT, Disturbance.ALL);
    history.at(1).received(1).settled(1).at(2).received(1).settled(1).calm();
    assertExplained(Explanation.SPLIT);
  }

  @Test
  void aDisturbanceThatIsOverExplainsNothing() {
    history.disturb(Disturbance.Kind.SPLIT, Disturbance.ALL).calm();
    history.sent(1).at(1).received(1).settled(1).at(2).received(1).settled(1);
    assertUnexplained();
  }

  @Test
  void aConsumedMessageOfAnEarlierRoundThatComesBackIsUnexplained() {
    history.sent(1).received(1).settled(1);
    assertThat(history.check().violations()).isZero();
    history.received(1).settled(1);
    assertUnexplained();
  }

  @Test
  void aMessageOfUnknownOutcomeMayComeInALaterRound() {
    history.add(Kind.SEND_UNKNOWN, 1);
    assertThat(history.check().violations()).isZero();
    history.received(1).settled(1);
    assertThat(history.check().violations()).isZero();
  }
}
