package io.hikyaku.api.management;

import java.time.Duration;

/**
 * The figures of one group over all nodes that answered.
 *
 * @param name of the group
 * @param settings of the group
 * @param ready messages that wait for a consumer
 * @param delayed messages held back until their time
 * @param inFlight messages leased to a consumer
 * @param bytes stored for it, without backup copies
 * @param oldestAge of the oldest message that is ready or in flight; zero when there is none
 * @param enqueuedTotal messages taken since the nodes started
 * @param settledTotal messages consumed since the nodes started
 * @param enqueuedPerSecond over the last ten seconds
 * @param settledPerSecond over the last ten seconds
 * @param consumers that wait or work now
 */
public record GroupStatus(
    String name,
    GroupSettings settings,
    long ready,
    long delayed,
    long inFlight,
    long bytes,
    Duration oldestAge,
    long enqueuedTotal,
    long settledTotal,
    double enqueuedPerSecond,
    double settledPerSecond,
    int consumers) {

  /** All messages stored: ready, delayed and in flight. */
  public long depth() {
    return ready + delayed + inFlight;
  }
}
