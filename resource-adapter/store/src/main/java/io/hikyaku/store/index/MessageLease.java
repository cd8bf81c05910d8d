package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.Lease;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * @param deliveryCount what the message is to say about it
   */
  MessageLease(Entry entry, int deliveryCount) {
    segment = entry.segment();
    id = entry.id();
    group = entry.queue.group().name();
    this.deliveryCount = deliveryCount;
    record = entry.record();
  }

  /**
   * A lease that another member gave to this one.
   *
   * @param group name of the group
   */
  public MessageLease(int segment, String group, int deliveryCount, PageRecord.Enqueue record) {
    this.segment = segment;
    this.id = record.id();
    this.group = group;
    this.deliveryCount = deliveryCount;
    this.record = record;
  }

  /** Where the message lives. */
  public int segment() {
    return segment;
  }

  MessageId id() {
    return id;
  }

  /** What the message says about itself. */
  public int deliveryCount() {
    return deliveryCount;
  }

  /** The message as it stands in its page; only until it was read. */
  public synchronized PageRecord.Enqueue record() {
    return record;
  }

  /** The ids of leased messages by the segment they live in, in their order. */
  public static Map<Integer, List<MessageId>> bySegment(List<? extends Lease> leases) {
    Map<Integer, List<MessageId>> bySegment = new LinkedHashMap<>();
    for (Lease lease : leases) {
      MessageLease own = (MessageLease) lease;
      bySegment.computeIfAbsent(own.segment, s -> new ArrayList<>()).add(own.id);
    }
    return bySegment;
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
