package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.store.index.StoredMessage;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages for people to look at, with the start of their body only.
 *
 * <pre>
 * total:long count:int
 * messages × { writer:long sequence:long state:byte (1 ready, 2 delayed, 3 leased) failures:int stamp:long due:long expires:long
 *              body length:int
 *              group key headers body start   (each length:int bytes) }
 * </pre>
 *
 * An answer ends behind the message with which it is over its limit.
 */
final class MessageStatusCodec {

  /** An answer: some messages and how many there are in all. */
  record Answer(long total, List<MessageStatus> messages) {}

  private static final int MAX_BODY_START = 1024;
  private static final int MAX_HEADERS = 64 << 10;
  private static final int MAX_ANSWER = 1 << 20;
  private static final int FIXED_BYTES = 5 * Long.BYTES + 1 + 6 * Integer.BYTES;

  private MessageStatusCodec() {}

  static byte[] encode(long total, List<StoredMessage> messages) {
    List<byte[]> parts = new ArrayList<>(messages.size());
    int size = Long.BYTES + Integer.BYTES;
    for (StoredMessage message : messages) {
      byte[] part = encode(message);
      parts.add(part);
      size += part.length;
      if (size > MAX_ANSWER) {
        break;
      }
    }
    ByteBuffer out = ByteBuffer.allocate(size).putLong(total).putInt(parts.size());
    parts.forEach(out::put);
    return out.array();
  }

  private static byte[] encode(StoredMessage message) {
    PageRecord.Enqueue record = message.record();
    Slice group = Slice.of(message.group().name().getBytes(UTF_8));
    Slice headers = record.headers().length() > MAX_HEADERS ? Slice.EMPTY : record.headers();
    Slice body = record.body();
    Slice start = body.first(MAX_BODY_START);
    int size =
        FIXED_BYTES + group.length() + record.key().length() + headers.length() + start.length();
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putLong(record.id().writer()).putLong(record.id().sequence());
    out.put(code(message.state())).putInt(message.failures());
    out.putLong(record.stamp()).putLong(message.dueMillis()).putLong(record.expiresMillis());
    out.putInt(body.length());
    for (Slice slice : List.of(group, record.key(), headers, start)) {
      slice.putTo(out.putInt(slice.length()));
    }
    return out.array();
  }

  /** Reads an answer of a node. */
  static Answer decode(byte[] answer, String node) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    long total = in.getLong();
    int count = in.getInt();
    List<MessageStatus> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      messages.add(message(in, node));
    }
    return new Answer(total, messages);
  }

  private static MessageStatus message(ByteBuffer in, String node) {
    MessageId id = new MessageId(in.getLong(), in.getLong());
    MessageStatus.State state = state(in.get());
    int failures = in.getInt();
    Instant enqueued = Instant.ofEpochMilli(HybridClock.millisOf(in.getLong()));
    Optional<Instant> notBefore = time(in.getLong());
    Optional<Instant> expires = time(in.getLong());
    int bodyBytes = in.getInt();
    String group = text(in);
    String key = text(in);
    return new MessageStatus(
        id,
        group,
        state,
        failures,
        enqueued,
        state == MessageStatus.State.DELAYED ? notBefore : Optional.empty(),
        expires,
        node,
        key.isEmpty() ? Optional.empty() : Optional.of(key),
        HeaderCodec.decode(Slice.of(bytes(in))),
        bodyBytes,
        bytes(in));
  }

  private static byte code(StoredMessage.State state) {
    return switch (state) {
      case READY -> 1;
      case DELAYED -> 2;
      case LEASED -> 3;
    };
  }

  private static MessageStatus.State state(byte code) {
    return switch (code) {
      case 1 -> MessageStatus.State.READY;
      case 2 -> MessageStatus.State.DELAYED;
      default -> MessageStatus.State.IN_FLIGHT;
    };
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), UTF_8);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
