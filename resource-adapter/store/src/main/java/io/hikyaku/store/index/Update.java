package io.hikyaku.store.index;

import io.hikyaku.api.QueueException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one change under the index's lock leaves to be done: queues with news for those who wait,
 * records to write, waiters to tell. Everything that calls out is done after the lock is given
 * back.
 */
final class Update {

  /** Records that need not be stored together are written in parts of about this size. */
  private static final int PART_BYTES = 256 << 10;

  private static final class Part {
    private final List<PageRecord> records = new ArrayList<>();
    private int bytes;
  }

  private final Set<GroupQueue> touched = new LinkedHashSet<>();
  private final Map<Integer, List<Part>> writes = new LinkedHashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final Map<Waiter, QueueException> dismissed = new LinkedHashMap<>();

  /** The queue may have something for those who wait. */
  void touch(GroupQueue queue) {
    touched.add(queue);
  }

  Set<GroupQueue> touched() {
    return touched;
  }

  /** Records to be stored in one page of a segment. */
  void write(int segment, PageRecord... together) {
    List<Part> parts = writes.computeIfAbsent(segment, s -> new ArrayList<>());
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last == null || last.bytes > PART_BYTES) {
      last = new Part();
      parts.add(last);
    }
    for (PageRecord record : together) {
      last.records.add(record);
      last.bytes += PageCodec.size(record);
    }
  }

  /** A waiter gets leases. */
  void deliver(Waiter waiter, List<Lease> leases) {
    deliveries.add(new Delivery(waiter, leases));
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** Waiters are told that nothing will come. */
  void dismiss(List<Waiter> waiters, QueueException reason) {
    waiters.forEach(waiter -> dismissed.put(waiter, reason));
  }

  /** Tells those who were dismissed and has the records written. Not under the lock. */
  void finish(FollowUp followUp) {
    dismissed.forEach(Waiter::completeExceptionally);
    writes.forEach(
        (segment, parts) -> parts.forEach(part -> followUp.append(segment, part.records)));
  }
}
