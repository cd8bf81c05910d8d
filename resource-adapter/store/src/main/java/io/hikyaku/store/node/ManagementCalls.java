package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageIndex;
import io.hikyaku.store.index.StoredMessage;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Answers for this node what the management interface of any node asks.
 *
 * <pre>
 * STATUS   {@link FiguresWanted}                   → {@link NodeFigures}
 * REFRESH  group                             → nothing
 * FIND     writer:long sequence:long         → {@link MessageStatusCodec}
 * BROWSE   offset:int limit:int group        → {@link MessageStatusCodec}
 * DELETE   writer:long sequence:long group   → outcome:byte
 * REDRIVE  max:int 0:int group               → moved:int
 * USAGE                                      → {@link UsageCodec}
 * REPLACE  writer:long sequence:long group (length:int bytes) {@link ReplacementCodec}
 *                                            → done:byte ids
 * KEYS     group                             → {@link KeyCodec}
 * DELIVER_NOW  0:int group (length:int bytes) key  → number:int
 * SEARCH   limit:int group (length:int bytes) text → {@link MessageStatusCodec}
 * BODY     writer:long sequence:long → nothing, or 1 body
 * </pre>
 */
final class ManagementCalls {

  static final byte NOT_HERE = 0;
  static final byte DELETED = 1;
  static final byte IN_USE = 2;

  private final NodeParts node;
  private final MessageIndex messages;
  private final Function<FiguresWanted, NodeFigures> figures;
  private final GroupLimits limits;
  private final Redrive redrive;
  private final Replacement replacement;
  private final BulkCalls bulk;
  private final ScanCalls scans;

  ManagementCalls(
      NodeParts node,
      MessageIndex messages,
      Function<FiguresWanted, NodeFigures> figures,
      GroupLimits limits,
      Redrive redrive) {
    this.node = node;
    this.messages = messages;
    this.figures = figures;
    this.limits = limits;
    this.redrive = redrive;
    this.replacement = new Replacement(node, messages);
    this.bulk = new BulkCalls(node, messages);
    this.scans = new ScanCalls(node.groups(), messages);
  }

  CompletionStage<byte[]> handle(NodeCall call, ByteBuffer request) {
    return switch (call) {
      case STATUS -> done(figures.apply(FiguresWanted.read(request)).encode());
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
      case REPLACE -> replace(request);
      case KEYS -> done(KeyCodec.encode(messages.keys(group(request), KeyCodec.MAX_LOOKED_AT)));
      case DELIVER_NOW -> {
        request.getInt(); // of no meaning here
        int moved = messages.deliverNow(node.groups().require(sized(request)), text(request));
        yield done(number(moved));
      }
      case SEARCH -> {
        int limit = request.getInt();
        Group group = node.groups().require(sized(request));
        List<StoredMessage> found = messages.search(group, text(request), limit);
        yield done(MessageStatusCodec.encode(found.size(), found));
      }
      case BODY -> done(body(id(request)));
      case SELECT, MOVE, REASONS, BROWSE_DEAD -> bulk.handle(call, request);
      case NAMES -> done(scans.names(text(request)));
      case READ -> done(scans.read(request));
      case USAGE -> done(UsageCodec.encode(limits.here()));
      case APPEND, CLOSE, RELEASE, FETCH, LEAVE, TUPLES, SERVICE ->
          throw new IllegalArgumentException(call + " is no call of the management interface");
    };
  }

  private byte[] body(MessageId id) {
    return messages
        .find(id)
        .map(
            message -> {
              Slice body = message.record().body();
              return body.putTo(ByteBuffer.allocate(1 + body.length()).put((byte) 1)).array();
            })
        .orElseGet(() -> new byte[0]);
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
    return redrive.run(group(request), max).thenApply(ManagementCalls::number);
  }

  private CompletionStage<byte[]> replace(ByteBuffer request) {
    MessageId id = id(request);
    Group group = node.groups().require(sized(request));
    return replacement
        .run(group, id, ReplacementCodec.decode(request))
        .thenApply(
            ids -> {
              ByteBuffer out =
                  ByteBuffer.allocate(1 + ids.map(List::size).orElse(0) * 2 * Long.BYTES);
              out.put((byte) (ids.isPresent() ? 1 : 0));
              ids.ifPresent(all -> NodeCall.putIds(out, all));
              return out.array();
            });
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  /** A text with its length in front. */
  private static String sized(ByteBuffer request) {
    byte[] bytes = new byte[request.getInt()];
    request.get(bytes);
    return new String(bytes, UTF_8);
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
