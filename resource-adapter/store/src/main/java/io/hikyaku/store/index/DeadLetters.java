package io.hikyaku.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Moves a message that failed too often to the dead letters of its group: one page settles it and
 * enqueues it there, with headers that say where it comes from and why.
 */
final class DeadLetters {

  private static final int MAX_REASON_CHARS = 1000;

  private final Supplier<MessageId> ids;

  DeadLetters(Supplier<MessageId> ids) {
    this.ids = ids;
  }

  /** The records that move a message. */
  List<PageRecord> move(Entry entry, String reason) {
    Group group = entry.queue.group();
    PageRecord.Enqueue record = entry.record();
    Map<String, String> headers = new LinkedHashMap<>(HeaderCodec.decode(record.headers()));
    headers.put("dead-letter-group", group.name());
    headers.put("dead-letter-id", entry.id.toString());
    headers.put("dead-letter-deliveries", Integer.toString(entry.failures));
    headers.put("dead-letter-reason", shorten(reason));
    return List.of(
        new PageRecord.Settle(entry.id),
        new PageRecord.Enqueue(
            ids.get(),
            0,
            group.deadLetterEpoch(),
            0,
            record.key(),
            Slice.of(HeaderCodec.encode(headers)),
            record.body()));
  }

  private static String shorten(String reason) {
    String text = reason == null ? "delivered too often" : reason;
    // cut by characters, so that no character is cut in half
    return text.length() <= MAX_REASON_CHARS
        ? text
        : new String(text.substring(0, MAX_REASON_CHARS).getBytes(UTF_8), UTF_8);
  }
}
