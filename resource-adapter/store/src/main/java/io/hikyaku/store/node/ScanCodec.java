package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.index.MessageLease;
import io.hikyaku.store.index.StoredMessage;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that one member copies from another.
 *
 * <pre>
 * NAMES group                                  → { writer:long sequence:long }
 * READ  length:int group { writer:long sequence:long }
 *                                              → handled:int count:int { failures:int } page
 * </pre>
 *
 * {@code handled} of the ids asked for were looked for; the rest did not fit into one answer.
 */
final class ScanCodec {

  static final int ID_BYTES = 2 * Long.BYTES;

  private ScanCodec() {}

  /** Some of the messages asked for: those that are there. */
  record Answer(int handled, List<ReceivedMessage> messages) {}

  static byte[] read(String group, List<MessageId> ids) {
    byte[] name = group.getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(1 + Integer.BYTES + name.length + ids.size() * ID_BYTES);
    buffer.put(NodeCall.READ.code()).putInt(name.length).put(name);
    NodeCall.putIds(buffer, ids);
    return buffer.array();
  }

  static byte[] ids(List<StoredMessage> messages) {
    ByteBuffer buffer = ByteBuffer.allocate(messages.size() * ID_BYTES);
    NodeCall.putIds(buffer, messages.stream().map(message -> message.record().id()).toList());
    return buffer.array();
  }

  static byte[] encode(int handled, List<StoredMessage> found) {
    List<PageRecord> records = new ArrayList<>(found.size());
    found.forEach(message -> records.add(message.record()));
    byte[] page = PageCodec.encode(List.of(), records);
    ByteBuffer buffer = ByteBuffer.allocate((2 + found.size()) * Integer.BYTES + page.length);
    buffer.putInt(handled).putInt(found.size());
    found.forEach(message -> buffer.putInt(message.failures()));
    return buffer.put(page).array();
  }

  static Answer decode(byte[] answer, String group) {
    ByteBuffer buffer = ByteBuffer.wrap(answer);
    int handled = buffer.getInt();
    int count = buffer.getInt();
    int[] failures = new int[count];
    for (int i = 0; i < count; i++) {
      failures[i] = buffer.getInt();
    }
    byte[] page = new byte[buffer.remaining()];
    buffer.get(page);
    List<ReceivedMessage> messages = new ArrayList<>(count);
    for (PageRecord record : PageCodec.decode(page)) {
      int deliveries = failures[messages.size()];
      messages.add(new MessageLease(0, group, deliveries, (PageRecord.Enqueue) record).message());
    }
    return new Answer(handled, messages);
  }
}
