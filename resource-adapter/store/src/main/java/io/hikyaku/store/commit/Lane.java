package io.hikyaku.store.commit;

import io.hikyaku.store.cluster.PageName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One segment's way to its copies: at most one page at a time, so that pages are stored in the
 * order they were written. Touched by the committer's loop only, where nothing else is said.
 */
final class Lane {

  final int segment;
  final Deque<CommitRequest> pending = new ArrayDeque<>();

  /** Who keeps the copies of this segment. */
  List<Backup> backups = List.of();

  boolean open;
  boolean sweepWanted;

  /** Whether it waits to be written. */
  boolean inLine;

  /** Null for none; any thread may look, see {@link #isOnItsWay}. */
  volatile PageWrite inFlight;

  /** Not null while the segment is being given up; completes when nothing is on its way. */
  CompletableFuture<Void> closing;

  private long lastSequence;

  Lane(int segment) {
    this.segment = segment;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  boolean isFree() {
    return open && inFlight == null;
  }

  /** Whether a page is in flight. Any thread may ask. */
  boolean isOnItsWay(PageName page) {
    PageWrite write = inFlight;
    return write != null && write.page() != null && write.page().name().equals(page);
  }

  /** Whether all who keep its copies take one more page now. */
  boolean hasWindow() {
    for (Backup backup : backups) {
      if (!backup.hasWindow()) {
        return false;
      }
    }
    return true;
  }

  boolean isSlow(long nowNanos) {
    for (Backup backup : backups) {
      if (backup.isSlow(nowNanos)) {
        return true;
      }
    }
    return false;
  }

  boolean hasWork() {
    return sweepWanted || !pending.isEmpty();
  }
}
