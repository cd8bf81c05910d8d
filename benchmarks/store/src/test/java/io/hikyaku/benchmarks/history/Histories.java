package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.List;

/** Writes histories down, one event a time unit. */
final class Histories {

  private final HistoryChecker checker = new HistoryChecker();
  private final List<Event> events = new ArrayList<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private long now = 1;
  private long tick = 1;
  private int process;
  private int key = Event.NO_KEY;
  private Disturbance present;

  /** What follows happens in this process. */
  Histories at(int process) {
    this.process = process;
    return this;
  }

  /** What follows has this key. */
  Histories key(int key) {
    this.key = key;
    return this;
  }

  /** What follows happens at the same time. */
  Histories standStill() {
    tick = 0;
    return this;
  }

  Histories add(Kind kind, long message) {
    now += tick;
    events.add(new Event(kind, now, process, 0, message, key, 0));
    return this;
  }

  Histories sent(long message) {
    return add(Kind.SEND_BEGUN, message).add(Kind.SEND_ACKNOWLEDGED, message);
  }

  Histories received(long message) {
    return add(Kind.RECEIVED, message);
  }

  Histories settled(long message) {
    return add(Kind.SETTLE_BEGUN, message).add(Kind.SETTLE_ACKNOWLEDGED, message);
  }

  Histories disturb(Disturbance.Kind kind, int whom) {
    now += tick;
    present = new Disturbance(kind, whom, now, Long.MAX_VALUE);
    return this;
  }

  /** The disturbance is over. */
  Histories calm() {
    now += tick;
    disturbances.add(new Disturbance(present.kind(), present.process(), present.from(), now));
    now += tick;
    return this;
  }

  /** Judges what came since the last time. */
  Verdict check() {
    Verdict verdict = checker.check(events, disturbances);
    events.clear();
    disturbances.clear();
    return verdict;
  }
}
