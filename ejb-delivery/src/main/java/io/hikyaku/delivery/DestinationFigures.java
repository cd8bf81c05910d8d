package io.hikyaku.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this node has met at each destination since it started. Thread-safe. */
final class DestinationFigures {

  /** Domains that are counted; those met last, when there are more. */
  private static final int MAX_DOMAINS = 20_000;

  private static final double SECONDS = 10;

  /** Of one destination; guarded by itself. */
  static final class Figures {
    private long delivered;
    private long deferred;
    private long failed;
    private double perSecond;
    private long sinceTick;
    private String lastError = "";

    synchronized long delivered() {
      return delivered;
    }

    synchronized long deferred() {
      return deferred;
    }

    synchronized long failed() {
      return failed;
    }

    synchronized double perSecond() {
      return perSecond;
    }

    synchronized String lastError() {
      return lastError;
    }

    private synchronized void count(Outcome outcome) {
      if (outcome instanceof Outcome.Delivered) {
        delivered++;
        sinceTick++;
        return;
      }
      if (outcome instanceof Outcome.Refused) {
        failed++;
      } else {
        deferred++;
      }
      lastError = outcome.reply().toString();
    }

    private synchronized void tick(double seconds) {
      perSecond += (sinceTick / seconds - perSecond) * Math.min(1, seconds / SECONDS);
      sinceTick = 0;
    }
  }

  private final Map<String, Figures> byDomain = new ConcurrentHashMap<>();

  void count(String domain, Outcome outcome) {
    Figures figures = byDomain.get(domain);
    if (figures == null) {
      if (byDomain.size() >= MAX_DOMAINS) {
        byDomain.clear();
      }
      figures = byDomain.computeIfAbsent(domain, d -> new Figures());
    }
    figures.count(outcome);
  }

  /** To be called once in a while. */
  void tick(double seconds) {
    byDomain.values().forEach(figures -> figures.tick(seconds));
  }

  Map<String, Figures> byDomain() {
    return Map.copyOf(byDomain);
  }
}
