package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageIndex;
import io.hikyaku.store.index.StoredMessage;
import io.hikyaku.store.page.PageRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Answers for this node what the management interface of any node asks.
 *
 * <pre>
 * STATUS                                     → {@link NodeFigures}
 * REFRESH  group                             → nothing
 * FIND     writer:long sequence:long         → {@link MessageStatusCodec}
 * BROWSE   offset:int limit:int group        → {@link MessageStatusCodec}
 * DELETE   writer:long sequence:long group   → outcome:byte
 * REDRIVE  max:int 0:int group               → moved:int
 * USAGE                                      → {@link UsageCodec}
 * </pre>
 */
final class ManagementCalls {

  static final byte NOT_HERE = 0;
  static final byte DELETED = 1;
  static final byte IN_USE = 2;

  private final NodeParts node;
  private final MessageIndex messages;
  private final Supplier<NodeFigures> figures;
  private final GroupLimits limits;
  private final Redrive redrive;

  ManagementCalls(
      NodeParts node,
      MessageIndex messages,
      Supplier<NodeFigures> figures,
      GroupLimits limits,
      Redrive redrive) {
    this.node = node;
    this.messages = messages;
    this.figures = figures;
    this.limits = limits;
    this.redrive = redrive;
  }

  CompletionStage<byte[]> handle(NodeCall call, ByteBuffer request) {
    return switch (call) {
      case STATUS -> done(figures.get().encode());
      case REFRESH -> {
        node.groups().refresh(text(request));
        yield done(new byte[0]);
      }
      case FIND -> {
        List<StoredMessage> found = messages.find(id(request)).stream().toList();
        yield done(MessageStatusCodec.encode(found.size(), found));
      }
      case BROWSE -> browse(request.getInt(), request.getInt(), group(request));
      case DELETE -> delete(id(request), group(request));
      case REDRIVE -> redrive(request);
      case USAGE -> done(UsageCodec.encode(limits.here()));
      case APPEND, CLOSE, RELEASE, FETCH, LEAVE, TUPLES, SERVICE ->
          throw new IllegalArgumentException(call + " is no call of the management interface");
    };
  }

  private CompletionStage<byte[]> browse(int offset, int limit, Group group) {
    MessageIndex.Part part = messages.browse(group, offset, limit);
    return done(MessageStatusCodec.encode(part.total(), part.messages()));
  }

  private CompletionStage<byte[]> delete(MessageId id, Group group) {
    List<Integer> segments = new ArrayList<>(1);
    return switch (messages.take(group, id, segments)) {
      case NOT_HERE -> done(new byte[] {NOT_HERE});
      case IN_USE -> done(new byte[] {IN_USE});
      case TAKEN ->
          node.appendForSure(segments.get(0), List.of(new PageRecord.Settle(id)))
              .thenApply(settled -> new byte[] {DELETED});
    };
  }

  private CompletionStage<byte[]> redrive(ByteBuffer request) {
    int max = request.getInt();
    request.getInt(); // of no meaning here
    return redrive
        .run(group(request), max)
        .thenApply(moved -> ByteBuffer.allocate(Integer.BYTES).putInt(moved).array());
  }

  private static CompletionStage<byte[]> done(byte[] answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static MessageId id(ByteBuffer request) {
    return new MessageId(request.getLong(), request.getLong());
  }

  private Group group(ByteBuffer request) {
    return node.groups().require(text(request));
  }

  private static String text(ByteBuffer request) {
    return UTF_8.decode(request).toString();
  }
}
