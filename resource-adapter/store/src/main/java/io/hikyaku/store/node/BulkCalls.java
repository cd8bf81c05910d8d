package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.DeadLetterHeaders;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.FailureText;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageIndex;
import io.hikyaku.store.index.StoredMessage;
import io.hikyaku.store.page.HeaderCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Answers what {@link BulkAdministration} asks, of the messages that are here. Behind the call's
 * byte (texts with their length in front):
 *
 * <pre>
 * SELECT       group reason            → ids
 * MOVE         group target ids        → number:int; an empty target deletes
 * REASONS      group reason            → texts and numbers: { reason number:long }
 * BROWSE_DEAD  group reason offset:int limit:int → {@link MessageStatusCodec}
 * </pre>
 */
final class BulkCalls {

  /** Dead letters whose reasons are counted, and that are shown by their reason. */
  private static final int MAX_COUNTED = 20_000;

  private static final int ID_BYTES = 2 * Long.BYTES;

  private final NodeParts node;
  private final MessageIndex messages;

  BulkCalls(NodeParts node, MessageIndex messages) {
    this.node = node;
    this.messages = messages;
  }

  CompletionStage<byte[]> handle(NodeCall call, ByteBuffer request) {
    Group group = node.groups().require(text(request));
    String text = text(request);
    return switch (call) {
      case SELECT -> CompletableFuture.completedFuture(select(group, text));
      case MOVE -> move(group, text, NodeCall.getIds(request, request.remaining() / ID_BYTES));
      case REASONS -> CompletableFuture.completedFuture(reasons(group));
      case BROWSE_DEAD ->
          CompletableFuture.completedFuture(
              browse(group, text, request.getInt(), request.getInt()));
      default -> throw new IllegalArgumentException(call + " is no call on many messages");
    };
  }

  /**
   * Those of the first so many that have this reason, or all if it is empty. Without the index's
   * lock: what stands in pages does not change.
   */
  private Stream<StoredMessage> matching(Group group, String reason, int first) {
    Stream<StoredMessage> all = messages.browse(group, 0, first).messages().stream();
    String wanted = FailureText.general(reason);
    return reason.isEmpty() ? all : all.filter(message -> wanted.equals(reason(message)));
  }

  private static String reason(StoredMessage message) {
    String reason = HeaderCodec.decode(message.record().headers()).get(DeadLetterHeaders.REASON);
    return reason == null ? "" : FailureText.general(reason);
  }

  private byte[] select(Group group, String reason) {
    List<MessageId> ids =
        matching(group, reason, Integer.MAX_VALUE)
            .filter(message -> message.state() != StoredMessage.State.LEASED)
            .limit(BulkManagement.MAX_SELECTED)
            .map(message -> message.record().id())
            .toList();
    ByteBuffer out = ByteBuffer.allocate(ids.size() * ID_BYTES);
    NodeCall.putIds(out, ids);
    return out.array();
  }

  private byte[] browse(Group group, String reason, int offset, int limit) {
    List<StoredMessage> found = matching(group, reason, MAX_COUNTED).toList();
    return MessageStatusCodec.encode(
        found.size(), found.stream().skip(offset).limit(limit).toList());
  }

  private byte[] reasons(Group group) {
    Map<String, Long> counts = new HashMap<>();
    messages.browse(group, 0, MAX_COUNTED).messages().stream()
        .map(BulkCalls::reason)
        .forEach(reason -> counts.merge(reason, 1L, Long::sum));
    List<byte[]> parts = new ArrayList<>(counts.size());
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      byte[] bytes = count.getKey().getBytes(UTF_8);
      parts.add(
          ByteBuffer.allocate(Integer.BYTES + bytes.length + Long.BYTES)
              .putInt(bytes.length)
              .put(bytes)
              .putLong(count.getValue())
              .array());
    }
    ByteBuffer out = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(out::put);
    return out.array();
  }

  private CompletionStage<byte[]> move(Group group, String target, List<MessageId> ids) {
    if (!target.isEmpty()) {
      node.groups().require(target);
    }
    List<CompletableFuture<Integer>> moves = new ArrayList<>();
    for (MessageId id : ids) {
      messages.lease(group, id).ifPresent(lease -> moves.add(move(group, target, lease)));
    }
    return CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                ByteBuffer.allocate(Integer.BYTES)
                    .putInt(moves.stream().mapToInt(CompletableFuture::join).sum())
                    .array());
  }

  private CompletableFuture<Integer> move(Group group, String target, Lease lease) {
    UnitOfWork unit = new StoreUnitOfWork(node);
    if (!target.isEmpty()) {
      boolean returns = group.name().equals(target + GroupSettings.DEAD_LETTER_SUFFIX);
      try {
        unit.send(target, copy(lease.message(), returns));
      } catch (QueueException e) { // not taken there, for want of a key perhaps: it stays
        node.releases().release(List.of(lease), false, null);
        return CompletableFuture.completedFuture(0);
      }
    }
    unit.settle(List.of(lease));
    return unit.commit().handle((done, failure) -> failure == null ? 1 : 0).toCompletableFuture();
  }

  private static Message copy(ReceivedMessage message, boolean returns) {
    Map<String, String> headers = new LinkedHashMap<>(message.headers());
    if (returns) {
      headers.keySet().removeAll(DeadLetterHeaders.ALL);
    }
    Message.Builder builder = Message.builder(message.body()).headers(headers);
    message.key().ifPresent(builder::key);
    return builder.build();
  }

  private static String text(ByteBuffer request) {
    byte[] bytes = new byte[request.getInt()];
    request.get(bytes);
    return new String(bytes, UTF_8);
  }
}
