package io.hikyaku.smtp.client;

/**
 * How many connections a site may have: grows by one with each window's worth of successes, shrinks
 * by one with each failure, between one and a maximum. Confined to one event loop.
 */
final class ConcurrencyWindow {

  private final int maximum;
  private int limit;
  private int successes;

  ConcurrencyWindow(int initial, int maximum) {
    this.maximum = maximum;
    this.limit = Math.min(initial, maximum);
  }

  int limit() {
    return limit;
  }

  void succeeded() {
    if (limit < maximum && ++successes >= limit) {
      limit++;
      successes = 0;
    }
  }

  void failed() {
    successes = 0;
    limit = Math.max(1, limit - 1);
  }
}
