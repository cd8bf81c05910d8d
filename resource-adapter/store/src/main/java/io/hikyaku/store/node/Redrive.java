package io.hikyaku.store.node;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.DeadLetterHeaders;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.LeaseIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends dead letters that are stored on this node to the group they came from. */
final class Redrive {

  private final NodeParts node;
  private final LeaseIndex leases;

  Redrive(NodeParts node, LeaseIndex leases) {
    this.node = node;
    this.leases = leases;
  }

  /**
   * Moves dead letters of a group, each in a unit of work of its own.
   *
   * @return how many
   */
  CompletionStage<Integer> run(Group group, int max) {
    Group dead = node.groups().require(group.name() + GroupSettings.DEAD_LETTER_SUFFIX);
    CompletableFuture<List<Lease>> taken = leases.receive(dead, max);
    taken.cancel(false); // only what is there now
    if (taken.isCancelled()) {
      return CompletableFuture.completedFuture(0);
    }
    List<CompletableFuture<Integer>> moves = new ArrayList<>();
    for (Lease lease : taken.join()) {
      moves.add(move(group, lease));
    }
    return CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new))
        .thenApply(all -> moves.stream().mapToInt(CompletableFuture::join).sum());
  }

  private CompletableFuture<Integer> move(Group group, Lease lease) {
    UnitOfWork unit = new StoreUnitOfWork(node);
    try {
      unit.send(group.name(), original(lease.message()));
    } catch (QueueException e) {
      node.releases().release(List.of(lease), false, null);
      return CompletableFuture.completedFuture(0);
    }
    unit.settle(List.of(lease));
    return unit.commit().handle((done, failure) -> failure == null ? 1 : 0).toCompletableFuture();
  }

  private static Message original(ReceivedMessage letter) {
    Map<String, String> headers = new LinkedHashMap<>(letter.headers());
    headers.keySet().removeAll(DeadLetterHeaders.ALL);
    Message.Builder builder = Message.builder(letter.body()).headers(headers);
    letter.key().ifPresent(builder::key);
    return builder.build();
  }
}
