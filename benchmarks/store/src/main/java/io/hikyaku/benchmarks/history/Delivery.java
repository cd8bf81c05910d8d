package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;

/** One time that a message was given to a consumer, and what became of it. */
final class Delivery {

  private final Event received;

  /** The position among all events, which orders those of equal time. */
  private final int rank;

  private Kind outcome;
  private long outcomeAt = Long.MAX_VALUE;

  Delivery(Event received, int rank) {
    this.received = received;
    this.rank = rank;
  }

  boolean isOf(Event event) {
    return event.process() == received.process() && event.thread() == received.thread();
  }

  /** The last word counts: an outcome replaces that the settle was begun. */
  void outcome(Event event) {
    outcome = event.kind();
    outcomeAt = event.nanos();
  }

  int rank() {
    return rank;
  }

  int process() {
    return received.process();
  }

  long at() {
    return received.nanos();
  }

  /** When its outcome was known, or the end of time. */
  long outcomeAt() {
    return outcomeAt;
  }

  boolean is(Kind kind) {
    return outcome == kind;
  }

  /** Whether the message may be gone by it. */
  boolean mayHaveSettled() {
    return is(Kind.SETTLE_ACKNOWLEDGED) || is(Kind.SETTLE_UNKNOWN) || is(Kind.SETTLE_BEGUN);
  }

  @Override
  public String toString() {
    return "count "
        + received.count()
        + " at process "
        + received.process()
        + " thread "
        + received.thread()
        + " "
        + (outcome == null ? "without outcome" : outcome);
  }
}
