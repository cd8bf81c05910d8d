package io.hikyaku.benchmarks.load;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.BlockingCaller;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The store, called as an application in the same server does. */
final class StoreTarget implements Target {

  private static final String SPREAD = "spread";
  private static final String KEYED = "keyed";
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final QueueStore store;

  StoreTarget(QueueStore store) {
    this.store = store;
    store.management().createGroup(SPREAD, GroupSettings.spread());
    store.management().createGroup(KEYED, GroupSettings.keyed());
  }

  private static String group(Work work) {
    return work.keys() == 0 ? SPREAD : KEYED;
  }

  private static void commit(UnitOfWork unit) throws Exception {
    BlockingCaller.await(unit.commit(), WAIT);
  }

  @Override
  public Sender sender(Work work, int thread) {
    byte[] body = Bodies.make(work.bytes());
    String group = group(work);
    return () -> {
      UnitOfWork unit = store.begin();
      for (int i = 0; i < work.batch(); i++) {
        unit.send(group, message(work, body));
      }
      commit(unit);
    };
  }

  private static Message message(Work work, byte[] body) {
    return work.keys() == 0
        ? Message.of(body)
        : Message.builder(body)
            .key("key-" + ThreadLocalRandom.current().nextInt(work.keys()))
            .build();
  }

  @Override
  public Receiver receiver(Work work, int thread) {
    String group = group(work);
    return () -> {
      List<Lease> leases = store.receive(group, work.batch(), WAIT);
      if (leases.isEmpty()) {
        return 0;
      }
      for (Lease lease : leases) {
        Target.check(lease.message().body(), work.bytes());
      }
      UnitOfWork unit = store.begin();
      unit.settle(leases);
      commit(unit);
      return leases.size();
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
