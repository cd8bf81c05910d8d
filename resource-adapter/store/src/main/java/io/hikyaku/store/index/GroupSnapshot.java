package io.hikyaku.store.index;

/**
 * The figures of one group on one node.
 *
 * @param epoch of the group
 * @param ready messages that wait for a consumer
 * @param delayed messages held back
 * @param inFlight leased messages
 * @param bytes stored for it
 * @param oldestStamp of the oldest message that is ready, leased or to be tried again; 0 for none
 * @param enqueuedTotal since the start of the node, as all totals
 * @param settledTotal consumed
 * @param redeliveredTotal deliveries after the first
 * @param deadTotal moved to the dead letters, or discarded in their place
 * @param expiredTotal those of them that expired
 * @param discardedTotal those of them that were discarded
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
    long redeliveredTotal,
    long deadTotal,
    long expiredTotal,
    long discardedTotal,
    double enqueuedPerSecond,
    double settledPerSecond,
    int consumers) {

  /** Of a group that nothing is known of. */
  public static GroupSnapshot empty(long epoch) {
    return new GroupSnapshot(epoch, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Those of two nodes together. */
  public GroupSnapshot plus(GroupSnapshot other) {
    return new GroupSnapshot(
        epoch,
        ready + other.ready,
        delayed + other.delayed,
        inFlight + other.inFlight,
        bytes + other.bytes,
        older(oldestStamp, other.oldestStamp),
        enqueuedTotal + other.enqueuedTotal,
        settledTotal + other.settledTotal,
        redeliveredTotal + other.redeliveredTotal,
        deadTotal + other.deadTotal,
        expiredTotal + other.expiredTotal,
        discardedTotal + other.discardedTotal,
        enqueuedPerSecond + other.enqueuedPerSecond,
        settledPerSecond + other.settledPerSecond,
        consumers + other.consumers);
  }

  private static long older(long one, long other) {
    return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
  }

  static GroupSnapshot of(GroupQueue queue) {
    GroupCounters counters = queue.counters();
    GroupCounters.Totals totals = counters.totals;
    return new GroupSnapshot(
        queue.group().epoch(),
        counters.ready,
        counters.delayed,
        counters.inFlight,
        counters.bytes,
        queue.oldestStamp(),
        totals.enqueued,
        totals.settled,
        totals.redelivered,
        totals.dead,
        totals.expired,
        totals.discarded,
        totals.enqueuedPerSecond(),
        totals.settledPerSecond(),
        queue.waiting());
  }
}
