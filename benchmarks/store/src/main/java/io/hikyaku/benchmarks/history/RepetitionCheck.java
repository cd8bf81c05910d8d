package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.List;
import java.util.function.Predicate;

/** Explains why a message came again. */
final class RepetitionCheck {

  private final List<Disturbance> disturbances;

  RepetitionCheck(List<Disturbance> disturbances) {
    this.disturbances = disturbances;
  }

  /** Why this delivery followed that other of the same message. */
  Explanation explain(Delivery before, Delivery again) {
    if (before.is(Kind.RELEASED)) {
      return Explanation.RELEASED;
    }
    if (before.is(Kind.SETTLE_FAILED)) {
      return Explanation.SETTLE_FAILED;
    }
    if (before.is(Kind.SETTLE_UNKNOWN)) {
      return Explanation.SETTLE_UNKNOWN;
    }
    if (happened(Disturbance.Kind.SPLIT, Disturbance.ALL, before.at(), again.at())) {
      return Explanation.SPLIT;
    }
    // it got the message before it was stopped, and could only say so when it went on
    if (any(
        disturbance ->
            disturbance.kind() == Disturbance.Kind.PAUSE
                && disturbance.process() == again.process()
                && disturbance.from() <= before.outcomeAt()
                && disturbance.overlaps(before.at(), again.at()))) {
      return Explanation.CONSUMER_PAUSED;
    }
    if (before.is(Kind.SETTLE_ACKNOWLEDGED) && before.outcomeAt() <= again.at()) {
      return Explanation.NONE;
    }
    return byDisturbance(before, again);
  }

  private Explanation byDisturbance(Delivery before, Delivery again) {
    int process = before.process();
    if (happened(Disturbance.Kind.CRASH, process, before.at(), again.at())) {
      return Explanation.CONSUMER_CRASHED;
    }
    if (happened(Disturbance.Kind.PAUSE, process, before.at(), again.at())) {
      return Explanation.CONSUMER_PAUSED;
    }
    if (happened(Disturbance.Kind.LEAVE, process, before.at(), again.at())) {
      return Explanation.CONSUMER_LEFT;
    }
    return any(disturbance -> disturbance.overlaps(before.at(), again.at()))
        ? Explanation.OTHER_PROCESS
        : Explanation.NONE;
  }

  private boolean happened(Disturbance.Kind kind, int process, long from, long until) {
    return any(
        disturbance ->
            disturbance.kind() == kind
                && (process == Disturbance.ALL || disturbance.process() == process)
                && disturbance.overlaps(from, until));
  }

  private boolean any(Predicate<Disturbance> condition) {
    return disturbances.stream().anyMatch(condition);
  }
}
