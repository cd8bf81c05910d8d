package io.hikyaku.benchmarks.load;

import java.util.HashMap;
import java.util.Map;

/**
 * One kind of traffic.
 *
 * @param producers threads that send
 * @param consumers threads that take and settle
 * @param bytes of a body
 * @param batch messages of one unit of work, and at most of one take
 * @param keys how many different keys there are; 0 for none
 * @param millis how long it is measured at the most
 * @param messages after which it ends before that; 0 for no such limit
 */
record Work(
    int producers, int consumers, int bytes, int batch, int keys, int millis, int messages) {

  /**
   * So many messages may wait, then producers hold back: a store is not meant to be a warehouse.
   */
  private static final int BACKLOG = 20_000;

  private static final long BACKLOG_BYTES = 64L << 20;

  /** One message at a time without a key. */
  static Work callers(int each, int bytes) {
    return new Work(each, each, bytes, 1, 0, 0, 0);
  }

  Work batch(int batch) {
    return new Work(producers, consumers, bytes, batch, keys, millis, messages);
  }

  Work keys(int keys) {
    return new Work(producers, consumers, bytes, batch, keys, millis, messages);
  }

  Work millis(int millis) {
    return new Work(producers, consumers, bytes, batch, keys, millis, messages);
  }

  Work messages(int messages) {
    return new Work(producers, consumers, bytes, batch, keys, millis, messages);
  }

  /** The part of one of so many processes. */
  Work share(int processes) {
    return new Work(
        Math.max(1, producers / processes),
        Math.max(1, consumers / processes),
        bytes,
        batch,
        keys,
        millis,
        messages / processes);
  }

  int backlog() {
    return (int) Math.max(batch, Math.min(BACKLOG, BACKLOG_BYTES / bytes));
  }

  String text() {
    return "producers=%d consumers=%d bytes=%d batch=%d keys=%d millis=%d messages=%d"
        .formatted(producers, consumers, bytes, batch, keys, millis, messages);
  }

  static Work parse(String text) {
    Map<String, Integer> values = new HashMap<>();
    for (String part : text.split(" ", -1)) {
      int equals = part.indexOf('=');
      values.put(part.substring(0, equals), Integer.valueOf(part.substring(equals + 1)));
    }
    return new Work(
        values.get("producers"),
        values.get("consumers"),
        values.get("bytes"),
        values.get("batch"),
        values.get("keys"),
        values.get("millis"),
        values.get("messages"));
  }
}
