package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageLease;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Collects what is sent and settled; {@link NodeParts} does the rest. */
final class StoreUnitOfWork implements UnitOfWork {

  private static final int MAX_KEY_BYTES = 1000;

  private final NodeParts node;
  private final Plan plan = new Plan();
  private final List<Lease> leases = new ArrayList<>();
  private final RoomNeeded room = new RoomNeeded();
  private boolean ended;

  StoreUnitOfWork(NodeParts node) {
    this.node = node;
  }

  @Override
  public MessageId send(String group, Message message) {
    return sendAll(group, List.of(message)).get(0);
  }

  @Override
  public List<MessageId> sendAll(String groupName, List<Message> messages) {
    checkOpen();
    Group group = node.groups().require(groupName);
    List<byte[]> keys = messages.stream().map(message -> checkedKey(group, message)).toList();
    List<MessageId> ids = new ArrayList<>(messages.size());
    for (int i = 0; i < keys.size(); i++) {
      ids.add(add(group, messages.get(i), keys.get(i)));
    }
    room.sendsTo(group);
    return ids;
  }

  /** The key of a message that the store takes. */
  private byte[] checkedKey(Group group, Message message) {
    int limit = node.configuration().maxBodyBytes();
    if (message.body().length > limit) {
      throw new BodyTooLargeException(
          "the body has " + message.body().length + " bytes, the store takes up to " + limit);
    }
    byte[] key = message.key().orElse("").getBytes(UTF_8);
    if (key.length > MAX_KEY_BYTES) {
      throw new QueueException(
          "the key has " + key.length + " bytes, the store takes up to " + MAX_KEY_BYTES);
    }
    if (group.settings().order() == Order.KEYED && key.length == 0) {
      throw new QueueException("group '" + group.name() + "' is keyed: the message needs a key");
    }
    return key;
  }

  private MessageId add(Group group, Message message, byte[] key) {
    MessageId id = node.nextId();
    PageRecord.Enqueue record =
        new PageRecord.Enqueue(
            id,
            0,
            group.epoch(),
            message.deliverAt().map(Instant::toEpochMilli).orElse(0L),
            expires(group, message),
            Slice.of(key),
            Slice.of(HeaderCodec.encode(message.headers())),
            Slice.of(message.body()));
    if (group.settings().order() == Order.SPREAD) {
      plan.addAnywhere(record);
    } else {
      plan.add(node.segmentOf(group, message.key().orElseThrow()), record);
    }
    return id;
  }

  private long expires(Group group, Message message) {
    return message
        .expireAt()
        .or(() -> group.settings().expiry().map(node.clock().instant()::plus))
        .map(time -> Math.max(1, time.toEpochMilli())) // 0 is for never
        .orElse(0L);
  }

  @Override
  public void settle(List<Lease> taken) {
    checkOpen();
    MessageLease.bySegment(taken)
        .forEach((segment, ids) -> ids.forEach(id -> plan.add(segment, new PageRecord.Settle(id))));
    leases.addAll(taken);
  }

  @Override
  public boolean isEmpty() {
    return plan.isEmpty();
  }

  @Override
  public CompletionStage<Void> commit() {
    end();
    if (plan.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return inTurn(this::store).whenComplete((done, failure) -> giveBackIf(failure));
  }

  /** What only sends waits for room if that is set; what also consumes passes. */
  private CompletionStage<Void> inTurn(Supplier<CompletionStage<Void>> work) {
    return leases.isEmpty()
        ? room.await(node.fullWaits(), node.configuration().fullWait(), work)
        : work.get();
  }

  private CompletionStage<Void> store() {
    List<PageRecord> anywhere = plan.anywhereOnly();
    if (!anywhere.isEmpty()) {
      return node.router().appendAnywhere(anywhere);
    }
    Map<Integer, List<PageRecord>> parts = plan.bySegment(0);
    if (parts.size() > 1) {
      return inRoom(parts, () -> bounded(node.transactions().commit(parts)));
    }
    int segment = parts.keySet().iterator().next();
    List<PageRecord> records = parts.get(segment);
    return node.router()
        .append(segment, records)
        .thenRun(() -> node.transactions().settled(segment, records));
  }

  @Override
  public CompletionStage<Void> prepare(BranchId branch) {
    end();
    Map<Integer, List<PageRecord>> parts = plan.bySegment(node.localSegment());
    return inTurn(() -> inRoom(parts, () -> bounded(node.transactions().prepare(branch, parts))))
        // from here on the branch holds them, and no consumer of this node
        .thenRun(() -> parts.forEach(node.transactions()::settled))
        .whenComplete((done, failure) -> giveBackIf(failure));
  }

  /** What only sends needs room before it is decided: afterwards it can no longer be refused. */
  private CompletionStage<Void> inRoom(
      Map<Integer, List<PageRecord>> parts, Supplier<CompletionStage<Void>> work) {
    try {
      if (leases.isEmpty()) {
        node.router().checkRoom(parts.values());
      }
      return work.get();
    } catch (StoreFullException | NoBackupException | UnknownGroupException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void rollback(String reason) {
    end();
    node.releases().release(leases, true, reason);
  }

  /** Nothing took effect, or it is not known: what was taken is to be had again. */
  private void giveBackIf(Throwable failure) {
    if (failure != null) {
      node.releases().release(leases, true, "the transaction could not be stored");
    }
  }

  /** What is decided is tried for ever, but nobody waits for ever. */
  private CompletionStage<Void> bounded(CompletionStage<Void> stage) {
    Duration timeout = node.configuration().operationTimeout();
    return stage
        .toCompletableFuture()
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof TimeoutException) {
                throw new OutcomeUnknownException(
                    "the copies did not answer within " + timeout + ": it may still take effect");
              }
              throw new CompletionException(cause);
            });
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("the unit of work was committed or rolled back already");
    }
  }

  private void end() {
    checkOpen();
    ended = true;
  }
}
