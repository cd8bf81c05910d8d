package io.hikyaku.jca;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.List;

/** Operations outside any transaction: each takes effect before it returns. */
record AutoCommit(QueueStore store, Duration timeout) implements Session {

  @Override
  public List<MessageId> send(String group, List<Message> messages) {
    UnitOfWork unit = store.begin();
    List<MessageId> ids = unit.sendAll(group, messages);
    Stages.await(unit.commit(), timeout);
    return ids;
  }

  @Override
  public List<ReceivedMessage> receive(String group, int max, Duration wait) {
    List<Lease> leases = store.receive(group, max, wait);
    if (leases.isEmpty()) {
      return List.of();
    }
    UnitOfWork unit = store.begin();
    unit.settle(leases);
    Stages.await(unit.commit(), timeout);
    return leases.stream().map(Lease::message).toList();
  }
}
