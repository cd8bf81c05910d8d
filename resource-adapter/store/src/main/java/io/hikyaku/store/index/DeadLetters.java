package io.hikyaku.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.DeadLetterHeaders;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Moves a message that failed too often, or expired, to the dead letters of its group: one page
 * settles it and enqueues it there, with headers that say where it comes from and why. If the group
 * keeps no dead letters the message is discarded, which is counted and logged.
 */
final class DeadLetters {

  private static final int MAX_REASON_CHARS = 1000;

  private final String nodeName;
  private final Supplier<MessageId> ids;
  private final Clock clock;
  private final Discards discards = new Discards();

  DeadLetters(String nodeName, Supplier<MessageId> ids, Clock clock) {
    this.nodeName = nodeName;
    this.ids = ids;
    this.clock = clock;
  }

  /** Names what was discarded in the log. */
  void log() {
    discards.log();
  }

  /** Moves a message that failed too often. It must be leased until the records are stored. */
  void failed(Entry entry, String reason, Update update) {
    move(entry, reason == null ? "delivered too often" : reason, update);
  }

  /** Moves a message whose time is over. It must be leased until the records are stored. */
  void expired(Entry entry, Update update) {
    entry.queue.counters().totals.expired++;
    move(entry, "expired", update);
  }

  private void move(Entry entry, String reason, Update update) {
    Group group = entry.queue.group();
    entry.queue.counters().totals.dead++;
    PageRecord settle = new PageRecord.Settle(entry.id());
    if (group.settings().deadLetters()) {
      update.write(entry.segment(), settle, letter(entry, group, reason));
    } else {
      entry.queue.counters().totals.discarded++;
      discards.add(group.name(), reason);
      update.write(entry.segment(), settle);
    }
  }

  private PageRecord letter(Entry entry, Group group, String reason) {
    PageRecord.Enqueue record = entry.record();
    Instant enqueued = Instant.ofEpochMilli(HybridClock.millisOf(record.stamp()));
    Map<String, String> headers = new LinkedHashMap<>(HeaderCodec.decode(record.headers()));
    headers.put(DeadLetterHeaders.GROUP, group.name());
    headers.put(DeadLetterHeaders.ID, record.id().toString());
    headers.put(DeadLetterHeaders.DELIVERIES, Integer.toString(entry.failures));
    headers.put(DeadLetterHeaders.REASON, shorten(reason));
    headers.put(DeadLetterHeaders.TIME, clock.instant().toString());
    headers.put(DeadLetterHeaders.NODE, nodeName);
    headers.put(DeadLetterHeaders.ENQUEUED, enqueued.toString());
    return new PageRecord.Enqueue(
        ids.get(),
        0,
        Epoch.first(group.name() + GroupSettings.DEAD_LETTER_SUFFIX),
        0,
        0,
        record.key(),
        Slice.of(HeaderCodec.encode(headers)),
        record.body());
  }

  private static String shorten(String reason) {
    // cut by characters, so that no character is cut in half
    return reason.length() <= MAX_REASON_CHARS
        ? reason
        : new String(reason.substring(0, MAX_REASON_CHARS).getBytes(UTF_8), UTF_8);
  }
}
