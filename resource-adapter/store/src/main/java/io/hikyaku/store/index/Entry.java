package io.hikyaku.store.index;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import io.hikyaku.store.page.StoredEnqueue;
import java.time.Instant;

/**
 * A message in the index: where it stands in its page and what is happening to it. There is one per
 * stored message, so it holds no more than that (72 bytes); the rest is read from the page. Guarded
 * by the index's lock, but for what never changes.
 */
final class Entry {

  /** What is happening to a message. */
  enum State {
    /** Its group is not known here yet. */
    PARKED,
    /** Held back until its time. */
    DELAYED,
    /** Waits for a consumer. */
    READY,
    /** A consumer or a branch has it. */
    LEASED,
    /** Consumed, or its segment is no longer here. */
    GONE
  }

  final long writer;
  final long sequence;
  State state = State.PARKED;
  GroupQueue queue;
  KeyLine line;
  Holder holder;
  int failures;

  /** Epoch milliseconds before which it is not delivered again after a failure; 0 for at once. */
  long retryAtMillis;

  private StoredPage page;
  private int at;
  private int payload;

  Entry(StoredPage page, PageRecord.Enqueue record) {
    this.writer = record.id().writer();
    this.sequence = record.id().sequence();
    locate(page, record);
  }

  /** The same message is in this page too, and is read from there from now on. */
  void moveTo(StoredPage newPage, PageRecord.Enqueue record) {
    newPage.copiesFrom(page);
    page.messageGone();
    locate(newPage, record);
  }

  private void locate(StoredPage newPage, PageRecord.Enqueue record) {
    page = newPage;
    page.messageAdded();
    at = StoredEnqueue.positionOf(record);
    payload = StoredEnqueue.payloadOf(record);
  }

  /** Lets go of the page: nothing reads it any more, though a queue may still meet the entry. */
  void gone() {
    state = State.GONE;
    page = null;
  }

  MessageId id() {
    return new MessageId(writer, sequence);
  }

  StoredPage page() {
    return page;
  }

  int segment() {
    return page.name.segment();
  }

  long stamp() {
    return StoredEnqueue.stamp(page.bytes, at);
  }

  long epoch() {
    return StoredEnqueue.epoch(page.bytes, at);
  }

  long expiresMillis() {
    return StoredEnqueue.expiresMillis(page.bytes, at);
  }

  /** Whether it may not be delivered any more. */
  boolean isExpired(long nowMillis) {
    long expires = expiresMillis();
    return expires > 0 && expires <= nowMillis;
  }

  /** Epoch milliseconds before which it is not delivered. */
  long dueMillis() {
    return Math.max(StoredEnqueue.notBeforeMillis(page.bytes, at), retryAtMillis);
  }

  /** Bytes that it takes in a page. */
  int bytes() {
    return StoredEnqueue.size(page.bytes, at);
  }

  String key() {
    return keyBytes().text();
  }

  /** Its key, pointing into its page. */
  Slice keyBytes() {
    return StoredEnqueue.key(page.bytes, at);
  }

  /** Its headers as {@link HeaderCodec} wrote them, pointing into its page. */
  Slice headerBytes() {
    return StoredEnqueue.headers(page.arrays, at, payload);
  }

  /** The record that enqueues it, as it stands in its page. */
  PageRecord.Enqueue record() {
    return StoredEnqueue.read(page.arrays, at, payload);
  }

  /** Reads a record as a consumer sees it. Copies the body out of the page. */
  static ReceivedMessage read(PageRecord.Enqueue record, String group, int deliveryCount) {
    Message.Builder builder =
        Message.builder(record.body().copy()).headers(HeaderCodec.decode(record.headers()));
    if (record.key().length() > 0) {
      builder.key(record.key().text());
    }
    if (record.notBeforeMillis() > 0) {
      builder.deliverAt(Instant.ofEpochMilli(record.notBeforeMillis()));
    }
    if (record.expiresMillis() > 0) {
      builder.expireAt(Instant.ofEpochMilli(record.expiresMillis()));
    }
    return new ReceivedMessage(
        record.id(),
        group,
        builder.build(),
        deliveryCount,
        Instant.ofEpochMilli(HybridClock.millisOf(record.stamp())));
  }
}
