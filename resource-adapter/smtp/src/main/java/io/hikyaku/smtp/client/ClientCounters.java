package io.hikyaku.smtp.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link SmtpClientStatistics}; written by all event loop threads. */
final class ClientCounters {

  final AtomicInteger connectionsOpen = new AtomicInteger();
  final AtomicInteger connectionsIdle = new AtomicInteger();
  final AtomicInteger deliveriesActive = new AtomicInteger();
  final LongAdder connectionsOpened = new LongAdder();
  final LongAdder connectionsEncrypted = new LongAdder();
  final LongAdder connectionsFailed = new LongAdder();
  final LongAdder staleRetries = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder temporary = new LongAdder();
  private final LongAdder permanent = new LongAdder();
  private final LongAdder unknown = new LongAdder();

  void count(Outcome outcome) {
    switch (outcome.kind()) {
      case DELIVERED -> delivered.increment();
      case TEMPORARY -> temporary.increment();
      case PERMANENT -> permanent.increment();
      case UNKNOWN -> unknown.increment();
    }
  }

  SmtpClientStatistics read(int destinations) {
    return new SmtpClientStatistics(
        connectionsOpen.get(),
        connectionsIdle.get(),
        deliveriesActive.get(),
        destinations,
        connectionsOpened.sum(),
        connectionsEncrypted.sum(),
        connectionsFailed.sum(),
        delivered.sum(),
        temporary.sum(),
        permanent.sum(),
        unknown.sum(),
        staleRetries.sum());
  }
}
