package io.hikyaku.store.commit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another member as the keeper of copies: what is on its way to it and how promptly it answers.
 * Touched by the committer's loop only.
 *
 * <p>It is slow when pages have waited for it much longer than they used to, which is known long
 * before failure detection knows anything; and prompt again when it has answered.
 */
final class Backup {

  /** Operations on their way to it at once, each of one page or many. */
  static final int WINDOW = 4;

  /** So many times its usual answer makes an answer slow. */
  private static final int SLOW_FACTOR = 8;

  private static final long SLOW_MIN_NANOS = 50_000_000;
  private static final long SLOW_MAX_NANOS = 500_000_000;

  /** Weight of the newest answer in the mean: one in so many. */
  private static final int MEAN_OVER = 16;

  final String nodeName;

  /** What is on its way and when it was sent, the oldest first. */
  private final Map<PageBatch, Long> onTheirWay = new LinkedHashMap<>();

  private long meanNanos;

  Backup(String nodeName) {
    this.nodeName = nodeName;
  }

  void sent(PageBatch batch, long nowNanos) {
    onTheirWay.put(batch, nowNanos);
  }

  void ended(PageBatch batch, long nowNanos, boolean stored) {
    Long sentNanos = onTheirWay.remove(batch);
    if (stored && sentNanos != null) {
      meanNanos += (nowNanos - sentNanos - meanNanos) / MEAN_OVER;
    }
  }

  boolean hasWindow() {
    return onTheirWay.size() < WINDOW;
  }

  /** Whether what is on its way longest has waited too long. */
  boolean isSlow(long nowNanos) {
    Iterator<Long> sent = onTheirWay.values().iterator();
    return sent.hasNext() && nowNanos - sent.next() > slowAfterNanos();
  }

  private long slowAfterNanos() {
    return Math.min(SLOW_MAX_NANOS, Math.max(SLOW_MIN_NANOS, SLOW_FACTOR * meanNanos));
  }
}
