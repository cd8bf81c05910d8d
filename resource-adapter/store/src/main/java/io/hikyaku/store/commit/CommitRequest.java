package io.hikyaku.store.commit;

import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.SentAgain;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Records that a caller wants stored together in one page. */
final class CommitRequest {

  /** In place of a segment: whichever is convenient. */
  static final int ANY_SEGMENT = -1;

  final int segment;
  final List<PageRecord> records;

  /** The intent that the records come from, or a name by {@link SentAgain}; null for none. */
  final String intent;

  /** After this the caller is told that it was not done, or that the outcome is unknown. */
  final long deadlineNanos;

  final int bytes;

  /** Completes when the page is stored everywhere. */
  final CompletableFuture<Void> done =
      new CompletableFuture<>() {
        @Override
        public boolean complete(Void value) {
          giveBack();
          return super.complete(null);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
          giveBack();
          return super.completeExceptionally(failure);
        }
      };

  /** Room that was reserved for it; null for none. */
  private Runnable reservation;

  CommitRequest(int segment, List<PageRecord> records, String intent, long deadlineNanos) {
    this.segment = segment;
    this.records = records;
    this.intent = intent;
    this.deadlineNanos = deadlineNanos;
    int size = 0;
    for (PageRecord record : records) {
      size += PageCodec.size(record);
    }
    bytes = size;
  }

  /**
   * Room was reserved for it.
   *
   * @param giveBack is run once, before whoever waits for the outcome goes on: he may send again
   */
  synchronized void reserved(Runnable giveBack) {
    reservation = giveBack;
  }

  private synchronized void giveBack() {
    if (reservation != null) {
      reservation.run();
      reservation = null;
    }
  }

  /** Whether the records come from an intent, which is decided: nothing may refuse them. */
  boolean isDecided() {
    return intent != null && !SentAgain.is(intent);
  }

  boolean isOverdue(long nowNanos) {
    return nowNanos - deadlineNanos > 0;
  }
}
