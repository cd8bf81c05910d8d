package io.hikyaku.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the index: where it lies in its page and what is happening to it. Kept small, as
 * there is one per stored message. Guarded by the index's lock, but for what never changes.
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

  final MessageId id;
  final SegmentIndex segment;
  final long stamp;
  final long epoch;
  final long notBeforeMillis;
  State state = State.PARKED;
  GroupQueue queue;
  KeyLine line;
  Holder holder;
  int failures;

  private StoredPage page;
  private int keyOffset;
  private int keyLength;
  private int headersOffset;
  private int headersLength;
  private int bodyLength;
  private List<StoredPage> copies = List.of();

  Entry(SegmentIndex segment, StoredPage page, PageRecord.Enqueue record) {
    this.id = record.id();
    this.segment = segment;
    this.stamp = record.stamp();
    this.epoch = record.epoch();
    this.notBeforeMillis = record.notBeforeMillis();
    locate(page, record);
  }

  /** The same message is in this page too, and is read from there from now on. */
  void moveTo(StoredPage newPage, PageRecord.Enqueue record) {
    if (copies.isEmpty()) {
      copies = new ArrayList<>(1);
    }
    copies.add(page);
    page.messageGone();
    locate(newPage, record);
  }

  private void locate(StoredPage newPage, PageRecord.Enqueue record) {
    page = newPage;
    page.messageAdded();
    keyOffset = record.key().offset();
    keyLength = record.key().length();
    headersOffset = record.headers().offset();
    headersLength = record.headers().length();
    bodyLength = record.body().length();
  }

  StoredPage page() {
    return page;
  }

  /** This page tells something about the message: it must outlive every page that holds it. */
  void witnessedBy(StoredPage witness) {
    page.witnessedBy(witness);
    copies.forEach(copy -> copy.witnessedBy(witness));
  }

  /** Bytes that it takes in a page. */
  int bytes() {
    return PageCodec.ENQUEUE_BYTES + keyLength + headersLength + bodyLength;
  }

  String key() {
    return new String(page.bytes, keyOffset, keyLength, UTF_8);
  }

  /** The record that enqueues it, as it stands in its page. */
  PageRecord.Enqueue record() {
    byte[] bytes = page.bytes;
    return new PageRecord.Enqueue(
        id,
        stamp,
        epoch,
        notBeforeMillis,
        new Slice(bytes, keyOffset, keyLength),
        new Slice(bytes, headersOffset, headersLength),
        new Slice(bytes, headersOffset + headersLength, bodyLength));
  }

  /** Reads a record as a consumer sees it. Copies the body out of the page. */
  static ReceivedMessage read(PageRecord.Enqueue record, String group, int deliveryCount) {
    Slice body = record.body();
    byte[] copy = new byte[body.length()];
    System.arraycopy(body.array(), body.offset(), copy, 0, copy.length);
    Message.Builder builder = Message.builder(copy).headers(HeaderCodec.decode(record.headers()));
    if (record.key().length() > 0) {
      builder.key(new String(record.key().toArray(), UTF_8));
    }
    if (record.notBeforeMillis() > 0) {
      builder.deliverAt(Instant.ofEpochMilli(record.notBeforeMillis()));
    }
    return new ReceivedMessage(
        record.id(),
        group,
        builder.build(),
        deliveryCount,
        Instant.ofEpochMilli(HybridClock.millisOf(record.stamp())));
  }
}
