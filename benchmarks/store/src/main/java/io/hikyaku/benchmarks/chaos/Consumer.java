package io.hikyaku.benchmarks.chaos;

import io.hikyaku.api.QueueException;
import io.hikyaku.benchmarks.history.Event.Kind;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.List;

/**
 * Takes messages and settles them; now and then gives them back, dawdles over them, or sends
 * another in the same unit of work.
 */
final class Consumer extends Caller {

  private static final Duration WAIT = Duration.ofMillis(200);
  private static final int DAWDLE_MILLIS = 500;

  private final String group;
  private final int batch;

  Consumer(Traffic traffic, int thread, boolean keyed, int batch) {
    super(traffic, thread);
    group = keyed ? Traffic.KEYED : Traffic.SPREAD;
    this.batch = batch;
  }

  @Override
  void run() {
    while (traffic.isRunning()) {
      try {
        List<Lease> leases = traffic.store().receive(group, batch, WAIT);
        if (!leases.isEmpty()) {
          traffic.busy(1);
          try {
            handle(leases);
          } finally {
            traffic.busy(-1);
          }
        }
      } catch (QueueException e) {
        // the store is stopping or not reachable: the loop looks whether to go on
        dawdle(DAWDLE_MILLIS);
      }
    }
  }

  private void handle(List<Lease> leases) {
    List<Body> bodies = leases.stream().map(lease -> Body.decode(lease.message().body())).toList();
    for (int i = 0; i < bodies.size(); i++) {
      record(Kind.RECEIVED, bodies.get(i), leases.get(i).message().deliveryCount());
    }
    int dice = random.nextInt(100);
    if (dice == 0) {
      dawdle(DAWDLE_MILLIS);
    }
    if (dice == 1) {
      bodies.forEach(body -> record(Kind.RELEASED, body, 0));
      traffic.store().release(leases, random.nextBoolean(), "chaos");
    } else {
      settle(leases, bodies, dice < 20 && traffic.isSending());
    }
  }

  private void settle(List<Lease> leases, List<Body> bodies, boolean andSend) {
    UnitOfWork unit = traffic.store().begin();
    bodies.forEach(body -> record(Kind.SETTLE_BEGUN, body, 0));
    unit.settle(leases);
    Body sent = andSend ? send(unit, true) : null;
    Outcome outcome = Outcome.commit(unit);
    if (sent != null) {
      record(outcome.send, sent, 0);
    }
    bodies.forEach(body -> record(outcome.settle, body, 0));
  }
}
