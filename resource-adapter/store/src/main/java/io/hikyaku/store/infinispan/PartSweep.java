package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * Removes parts of pages that are left over: their writer died before it wrote the page, or a split
 * brought them back after the page was removed on the other side. Run by one thread.
 */
final class PartSweep implements Runnable {

  /** How often it is looked. */
  static final Duration EVERY = Duration.ofSeconds(30);

  /** Parts of a page that is still being written are younger than this many operation timeouts. */
  private static final int AGE_IN_TIMEOUTS = 4;

  private final PageStore pages;
  private final IntPredicate primary;
  private final long ageNanos;
  private final LongSupplier nanoTime;
  private final Map<PageName, Long> since = new HashMap<>();

  /**
   * @param primary whether this member is the primary of a segment: others leave it to that one
   * @param nanoTime as {@link System#nanoTime()}
   */
  PartSweep(
      PageStore pages, IntPredicate primary, Duration operationTimeout, LongSupplier nanoTime) {
    this.pages = pages;
    this.primary = primary;
    this.ageNanos = operationTimeout.multipliedBy(AGE_IN_TIMEOUTS).toNanos();
    this.nanoTime = nanoTime;
  }

  @Override
  public void run() {
    long now = nanoTime.getAsLong();
    Map<PageName, Boolean> found = pages.partsWithoutPage(primary);
    since.keySet().retainAll(found.keySet());
    found.forEach(
        (page, tombstone) -> {
          if (now - since.computeIfAbsent(page, p -> now) > ageNanos) {
            pages.write(List.of(), List.of(new Removal(page, tombstone)));
          }
        });
  }
}
