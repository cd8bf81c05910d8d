package io.hikyaku.api.management;

import java.time.Duration;

/**
 * The figures of one group over all nodes that answered. Totals are counted since the nodes
 * started; a node that left takes its part along.
 *
 * @param name of the group
 * @param settings of the group
 * @param paused whether no messages are given out
 * @param ready messages that wait for a consumer
 * @param delayed messages held back until their time
 * @param inFlight messages leased to a consumer
 * @param bytes stored for it, without backup copies
 * @param oldestAge of the oldest message that is ready, in flight or waits to be delivered again;
 *     zero when there is none
 * @param enqueuedTotal messages taken
 * @param settledTotal messages consumed, or moved to the dead letters
 * @param redeliveredTotal deliveries after a message's first
 * @param deadTotal messages that failed too often or expired
 * @param expiredTotal those of them that expired
 * @param discardedTotal those of them that were discarded, as the group keeps no dead letters
 * @param enqueuedPerSecond over the last ten seconds
 * @param settledPerSecond over the last ten seconds
 * @param consumers that wait now
 * @param revision of its settings and state: raised by each change, for {@link
 *     QueueManagement#updateGroup(String, GroupSettings, long)}
 */
public record GroupStatus(
    String name,
    GroupSettings settings,
    boolean paused,
    long ready,
    long delayed,
    long inFlight,
    long bytes,
    Duration oldestAge,
    long enqueuedTotal,
    long settledTotal,
    long redeliveredTotal,
    long deadTotal,
    long expiredTotal,
    long discardedTotal,
    double enqueuedPerSecond,
    double settledPerSecond,
    int consumers,
    long revision) {

  /** All messages stored: ready, delayed and in flight. */
  public long depth() {
    return ready + delayed + inFlight;
  }
}
