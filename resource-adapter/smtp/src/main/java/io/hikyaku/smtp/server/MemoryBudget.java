package io.hikyaku.smtp.server;

import java.util.concurrent.atomic.AtomicLong;

/** A bound on the memory that all mails under way hold together. Thread-safe. */
final class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  boolean reserve(long octets) {
    if (used.addAndGet(octets) > limit) {
      used.addAndGet(-octets);
      return false;
    }
    return true;
  }

  void release(long octets) {
    used.addAndGet(-octets);
  }

  long used() {
    return used.get();
  }
}
