package io.hikyaku.admin.metrics;

import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.management.GroupStatus;

/** What is told of a group, or of several added up. */
record GroupFigures(
    long ready,
    long delayed,
    long inFlight,
    long bytes,
    double oldestAgeSeconds,
    int consumers,
    boolean paused,
    long enqueued,
    long settled,
    long redelivered,
    long dead,
    long expired,
    long discarded) {

  static GroupFigures of(GroupStatus group) {
    return new GroupFigures(
        group.ready(),
        group.delayed(),
        group.inFlight(),
        group.bytes(),
        Seconds.of(group.oldestAge()),
        group.consumers(),
        group.paused(),
        group.enqueuedTotal(),
        group.settledTotal(),
        group.redeliveredTotal(),
        group.deadTotal(),
        group.expiredTotal(),
        group.discardedTotal());
  }

  GroupFigures plus(GroupFigures other) {
    return new GroupFigures(
        ready + other.ready,
        delayed + other.delayed,
        inFlight + other.inFlight,
        bytes + other.bytes,
        Math.max(oldestAgeSeconds, other.oldestAgeSeconds),
        consumers + other.consumers,
        paused || other.paused,
        enqueued + other.enqueued,
        settled + other.settled,
        redelivered + other.redelivered,
        dead + other.dead,
        expired + other.expired,
        discarded + other.discarded);
  }
}
