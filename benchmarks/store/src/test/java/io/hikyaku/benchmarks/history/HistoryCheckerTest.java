package io.hikyaku.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that must pass, and histories that must fail, each for its own reason. */
class HistoryCheckerTest {

  private final Histories history = new Histories();

  @Test
  void aMessageSentReceivedAndSettledIsFine() {
    history.sent(1).received(1).settled(1);

    Verdict verdict = history.check();

    assertThat(verdict.violations()).isZero();
    assertThat(verdict.acknowledged()).isEqualTo(1);
    assertThat(verdict.consumed()).isEqualTo(1);
    assertThat(verdict.repeated()).isZero();
  }

  @Test
  void aMessageThatIsStillThereIsNotLost() {
    history.sent(1).add(Kind.STILL_THERE, 1);
    assertThat(history.check().violations()).isZero();
  }

  @Test
  void anAcknowledgedMessageThatNobodyGotIsLost() {
    history.sent(1);
    assertThat(history.check().lost()).hasSize(1);
  }

  @Test
  void aMessageWhoseSettleFailedAndThatDidNotComeAgainIsLost() {
    history.sent(1).received(1).add(Kind.SETTLE_FAILED, 1);
    assertThat(history.check().lost()).hasSize(1);
  }

  @Test
  void aMessageThatDiedWithItsConsumerIsLostIfNoSettleWasBegun() {
    history.sent(1).received(1);
    assertThat(history.check().lost()).hasSize(1);
  }

  @Test
  void aMessageWhoseConsumerDiedWhileItSettledMayBeGone() {
    history.sent(1).received(1).add(Kind.SETTLE_BEGUN, 1);
    assertThat(history.check().violations()).isZero();
  }

  @Test
  void aMessageOfUnknownOutcomeMayBeThereOrNot() {
    history.add(Kind.SEND_UNKNOWN, 1).add(Kind.SEND_UNKNOWN, 2).received(2).settled(2);

    Verdict verdict = history.check();

    assertThat(verdict.violations()).isZero();
    assertThat(verdict.unknown()).isEqualTo(2);
  }

  @Test
  void aMessageThatNobodySentIsInvented() {
    history.received(7).settled(7);
    assertThat(history.check().invented()).hasSize(1);
  }

  @Test
  void aDamagedMessageIsInvented() {
    history.sent(1).received(1).settled(1).add(Kind.RECEIVED, Event.DAMAGED);
    assertThat(history.check().invented()).hasSize(1);
  }

  @Test
  void aRefusedMessageThatComesIsInvented() {
    history.add(Kind.SEND_FAILED, 1).received(1).settled(1);
    assertThat(history.check().invented()).hasSize(1);
  }

  @Test
  void aRefusedMessageThatDoesNotComeIsFine() {
    history.add(Kind.SEND_FAILED, 1);
    assertThat(history.check().violations()).isZero();
  }

  @Test
  void aLaterMessageOfAKeyBeforeAnEarlierBreaksTheOrder() {
    history.key(5).sent(1).sent(2).received(2).settled(2).received(1).settled(1);

    Verdict verdict = history.check();

    assertThat(verdict.orderBreaks()).hasSize(1);
    assertThat(verdict.violations()).isEqualTo(1);
  }

  @Test
  void withoutAKeyThereIsNoOrder() {
    history.sent(1).sent(2).received(2).settled(2).received(1).settled(1);
    assertThat(history.check().violations()).isZero();
  }

  @Test
  void aRepetitionDoesNotBreakTheOrder() {
    history.key(5).sent(1).sent(2);
    history.received(1).add(Kind.SETTLE_UNKNOWN, 1).received(2).settled(2).received(1).settled(1);
    assertThat(history.check().violations()).isZero();
  }

  @Test
  void anUnknownSendHasNoPlaceInTheOrder() {
    history.key(5).add(Kind.SEND_UNKNOWN, 1).sent(2);
    history.received(2).settled(2).received(1).settled(1);
    assertThat(history.check().violations()).isZero();
  }

  @Test
  void messagesOfOneBatchAreComparedByTheirPlaceInIt() {
    history.key(5).sent(1).sent(2).standStill().received(2).received(1).settled(2).settled(1);
    assertThat(history.check().orderBreaks()).hasSize(1);
  }

  @Test
  void disturbancesDoNotExcuseLossOrInventionOrOrder() {
    history.disturb(Disturbance.Kind.CRASH, 1).key(5).sent(1).sent(2).sent(3);
    history.received(2).settled(2).received(1).settled(1).received(9).settled(9).calm();

    Verdict verdict = history.check();

    assertThat(verdict.lost()).hasSize(1);
    assertThat(verdict.invented()).hasSize(1);
    assertThat(verdict.orderBreaks()).hasSize(1);
  }

  @Test
  void orderAcrossASplitIsToldApart() {
    history.key(5).disturb(Disturbance.Kind.SPLIT, Disturbance.ALL).sent(1).calm();
    history.sent(2).received(2).settled(2).received(1).settled(1);

    Verdict verdict = history.check();

    assertThat(verdict.violations()).isZero();
    assertThat(verdict.orderBreaksOfSplit()).hasSize(1);
  }

  @Test
  void orderAfterASplitIsHeld() {
    history.key(5).disturb(Disturbance.Kind.SPLIT, Disturbance.ALL).calm().sent(1).sent(2);
    history.received(2).settled(2).received(1).settled(1);
    assertThat(history.check().orderBreaks()).hasSize(1);
  }

  @Test
  void theSummaryNamesEachCount() {
    history.sent(1).received(1).add(Kind.SETTLE_UNKNOWN, 1).received(1).settled(1).sent(2);
    Verdict verdict = history.check();
    assertThat(verdict.summary())
        .isEqualTo(
            "sent=2 refused=0 unknown=0 consumed=1 lost=1 invented=0 order-breaks=0"
                + " unexplained=0 order-breaks-of-split=0 repeated=1 (settle_unknown=1)");
    assertThat(List.of(verdict.details().split("\n", -1)).get(0)).startsWith("lost: message 0#2");
  }
}
