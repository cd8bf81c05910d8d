package io.hikyaku.store.node;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts others in the place of a message that is stored on this node, as a whole or not at all. */
final class Replacement {

  private final NodeParts node;
  private final MessageIndex messages;

  Replacement(NodeParts node, MessageIndex messages) {
    this.node = node;
    this.messages = messages;
  }

  /**
   * Consumes a message and sends others.
   *
   * @return their ids; empty if the message is not here or a consumer works on it
   */
  CompletionStage<Optional<List<MessageId>>> run(
      Group group, MessageId id, Map<String, List<Message>> by) {
    Optional<Lease> lease = messages.lease(group, id);
    if (lease.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    UnitOfWork unit = new StoreUnitOfWork(node);
    List<MessageId> ids = new ArrayList<>();
    try {
      by.forEach((target, some) -> ids.addAll(unit.sendAll(target, some)));
    } catch (QueueException e) {
      unit.rollback();
      node.releases().release(List.of(lease.get()), false, null);
      return CompletableFuture.failedFuture(e);
    }
    unit.settle(List.of(lease.get()));
    return unit.commit().thenApply(done -> Optional.of(ids));
  }
}
