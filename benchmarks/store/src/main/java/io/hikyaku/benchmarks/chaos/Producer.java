package io.hikyaku.benchmarks.chaos;

import io.hikyaku.api.QueueException;
import io.hikyaku.benchmarks.history.Event.Kind;
import io.hikyaku.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;

/** Sends one message at a time, now and then several in one unit of work. */
final class Producer extends Caller {

  private static final int SEVERAL = 4;
  private static final int PAUSE_MILLIS = 10;

  private final boolean keyed;

  Producer(Traffic traffic, int thread, boolean keyed) {
    super(traffic, thread);
    this.keyed = keyed;
  }

  @Override
  void run() {
    while (traffic.isRunning()) {
      if (traffic.isSending()) {
        traffic.busy(1);
        try {
          sendSome();
        } finally {
          traffic.busy(-1);
        }
      }
      dawdle(PAUSE_MILLIS);
    }
  }

  private void sendSome() {
    int count = random.nextInt(10) == 0 ? SEVERAL : 1;
    List<Body> bodies = new ArrayList<>(count);
    Outcome outcome;
    UnitOfWork unit = traffic.store().begin();
    try {
      for (int i = 0; i < count; i++) {
        bodies.add(send(unit, keyed));
      }
      outcome = Outcome.commit(unit);
    } catch (QueueException e) {
      // refused before it was tried
      unit.rollback();
      outcome = Outcome.FAILED;
    }
    Kind kind = outcome.send;
    bodies.forEach(body -> record(kind, body, 0));
  }
}
