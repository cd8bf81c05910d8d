package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.Lease;
import io.hikyaku.store.page.PageRecord;

/**
 * A lease given out by this node. It keeps what it needs of its message, so that it can be read,
 * settled and released after the segment moved to another member.
 */
public final class MessageLease implements Lease {

  private final int segment;
  private final MessageId id;
  private final String group;
  private final int deliveryCount;
  private PageRecord.Enqueue record;
  private ReceivedMessage message;

  MessageLease(Entry entry) {
    segment = entry.segment.number();
    id = entry.id;
    group = entry.queue.group().name();
    deliveryCount = entry.failures + 1;
    record = entry.record();
  }

  /** The segment that the message lives in. */
  public int segment() {
    return segment;
  }

  /** The id of the message. */
  public MessageId id() {
    return id;
  }

  @Override
  public synchronized ReceivedMessage message() {
    if (message == null) {
      message = Entry.read(record, group, deliveryCount);
      record = null;
    }
    return message;
  }
}
