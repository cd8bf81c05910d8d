package io.hikyaku.store.index;

/**
 * The figures of one group on one node.
 *
 * @param epoch of the group
 * @param ready messages that wait for a consumer
 * @param delayed messages held back
 * @param inFlight leased messages
 * @param bytes stored for it
 * @param oldestStamp of the oldest ready or leased message; 0 for none
 * @param enqueuedTotal since the start of the node
 * @param settledTotal since the start of the node
 * @param enqueuedPerSecond over the last ten seconds
 * @param settledPerSecond over the last ten seconds
 * @param consumers that wait
 */
public record GroupSnapshot(
    long epoch,
    long ready,
    long delayed,
    long inFlight,
    long bytes,
    long oldestStamp,
    long enqueuedTotal,
    long settledTotal,
    double enqueuedPerSecond,
    double settledPerSecond,
    int consumers) {

  static GroupSnapshot of(GroupQueue queue) {
    GroupCounters counters = queue.counters();
    return new GroupSnapshot(
        queue.group().epoch(),
        counters.ready,
        counters.delayed,
        counters.inFlight,
        counters.bytes,
        queue.oldestStamp(),
        counters.enqueuedTotal,
        counters.settledTotal,
        counters.enqueuedPerSecond(),
        counters.settledPerSecond(),
        queue.waiting());
  }
}
