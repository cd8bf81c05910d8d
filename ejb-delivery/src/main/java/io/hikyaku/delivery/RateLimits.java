package io.hikyaku.delivery;

import io.hikyaku.smtp.client.SmtpDestination;
import io.hikyaku.smtp.client.SmtpSite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Keeps destinations to their rates. The rate of a domain, or else of a server of its site, or else
 * of all sites, counts; the rate of all is kept for each site by itself, so that domains at one
 * provider share it. Nodes share a rate evenly. Thread-safe.
 *
 * <p>A mail that is over the rate is given the time of its turn and waits in the store. Who asks
 * for turns far ahead is told to ask again, so that a rate that is raised, or mails that go
 * elsewhere, show soon.
 */
final class RateLimits {

  /** Turns are given for so long ahead; whoever would have a later one asks again before. */
  private static final Duration AHEAD = Duration.ofMinutes(10);

  /** Destinations that are remembered. One that is forgotten begins anew. */
  private static final int MAX_REMEMBERED = 10_000;

  /** So much of a rate may come at once; the rest is spaced evenly. */
  private static final int BURST = 10;

  /** So late may a mail come to its turn, as a part of the interval, without delaying others. */
  private static final double LATENESS = 0.1;

  private final RateTable table;
  private final Clock clock;
  private final DoubleSupplier random;
  private volatile int nodes = 1;

  /** By name, those used last at the end. */
  private final Map<String, Turns> turns =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Turns> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  RateLimits(RateTable table, Clock clock, DoubleSupplier random) {
    this.table = table;
    this.clock = clock;
    this.random = random;
  }

  /** Whether there are any. */
  boolean inUse() {
    return !table.isEmpty();
  }

  /** Takes over how many nodes there are, each of which takes its part of each rate. */
  void share(int count) {
    nodes = Math.max(1, count);
  }

  /** Takes a turn for a mail; if there is none now, the time to ask again. */
  Optional<Instant> take(String domain, SmtpSite site) {
    if (!inUse()) {
      return Optional.empty();
    }
    Rate rate = table.byName().get(domain);
    String name = domain;
    if (rate == null) {
      for (SmtpDestination host : site.hosts()) {
        rate = table.byName().get(host.host());
        if (rate != null) {
          name = host.host();
          break;
        }
      }
    }
    if (rate == null) {
      if (table.otherwise().isEmpty()) {
        return Optional.empty();
      }
      rate = table.otherwise().get();
      name = site.name();
    }
    long nowMicros = micros(clock.instant());
    synchronized (turns) {
      return turns.computeIfAbsent(name, n -> new Turns()).take(rate, nodes, nowMicros);
    }
  }

  private static long micros(Instant time) {
    return Math.multiplyExact(time.toEpochMilli(), 1000L);
  }

  /**
   * The turns of one destination: an interval for each mail, of which a few may be taken at once.
   * With a burst b out of the n mails of a period the interval is period / (n - b + 1): then no
   * period, wherever it begins, has more than n. A mail that takes its turn a little late does not
   * make the next one miss its own. Times are microseconds.
   */
  private final class Turns {

    /** When the burst would be whole again. */
    private long wholeAt = Long.MIN_VALUE;

    /** The last turn that a waiting mail was given. */
    private long lastGiven = Long.MIN_VALUE;

    Optional<Instant> take(Rate rate, int sharedBy, long now) {
      long burst = Math.max(1, rate.mails() / BURST);
      double perPeriod = rate.mails() - burst + 1 - LATENESS;
      double shared = (double) sharedBy * rate.period().toNanos() / 1000;
      long interval = Math.max(1, (long) Math.ceil(shared / perPeriod));
      long allowance = (long) ((Math.max(1, burst / sharedBy) - 1 + LATENESS) * interval);
      long from = Math.max(wholeAt, now);
      if (from - now <= allowance) {
        wholeAt = from + interval;
        return Optional.empty();
      }
      long turn = Math.max(lastGiven + interval, from - allowance);
      long limit = now + AHEAD.toNanos() / 1000;
      if (turn > limit) {
        long half = AHEAD.toNanos() / 2000;
        turn = now + half + (long) (half * random.getAsDouble());
      } else {
        lastGiven = turn;
      }
      return Optional.of(Instant.ofEpochMilli((turn + 999) / 1000));
    }
  }
}
