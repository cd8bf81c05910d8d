package io.hikyaku.store.page;

import io.hikyaku.api.MessageId;

/** What a page says about a message. */
public sealed interface PageRecord {

  /** The message that it is about. */
  MessageId id();

  /**
   * A message is in the queue. Two records of one id are the same message: one of them is a copy
   * made by compaction.
   *
   * @param stamp orders messages within a key, see {@link HybridClock}; 0 until a page is written
   * @param epoch which life of which group it belongs to
   * @param notBeforeMillis epoch milliseconds before which it is not delivered; 0 for at once
   * @param expiresMillis epoch milliseconds from which it is not delivered any more; 0 for never
   * @param key UTF-8; empty for none
   * @param headers see {@link HeaderCodec}
   * @param body as sent
   */
  record Enqueue(
      MessageId id,
      long stamp,
      long epoch,
      long notBeforeMillis,
      long expiresMillis,
      Slice key,
      Slice headers,
      Slice body)
      implements PageRecord {

    /** The same with its place in the order and the life of its group that it falls into. */
    public Enqueue placed(long newStamp, long newEpoch) {
      return new Enqueue(
          id, newStamp, newEpoch, notBeforeMillis, expiresMillis, key, headers, body);
    }
  }

  /** A message was consumed. */
  record Settle(MessageId id) implements PageRecord {}

  /**
   * Deliveries of a message failed.
   *
   * @param failures how many up to now; of several records of one message the highest counts
   * @param notBeforeMillis epoch milliseconds before which it is not delivered again; 0 for at once
   */
  record Return(MessageId id, int failures, long notBeforeMillis) implements PageRecord {}
}
