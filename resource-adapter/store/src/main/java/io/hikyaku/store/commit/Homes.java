package io.hikyaku.store.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Requests for which any segment of this node will do, and the segments that take them: the homes.
 * All go to one home while that keeps up, as few large pages cost the least; to further ones when
 * much has gathered. Segments whose copies are kept by a slow member are left out while there are
 * others. Touched by the committer's loop only.
 */
final class Homes {

  /** A home is kept for so long: what is consumed soon is settled in the pages of what is sent. */
  private static final long KEEP_NANOS = 10_000_000_000L;

  /** Segments that take messages at one time, at the most. */
  private static final int MAX_HOMES = 8;

  /** For each home that is busy, so much has to gather before a further one is used. */
  private static final long OVERLAP_BYTES = 32 << 10;

  private final Lane[] lanes;
  private final boolean leaveOutSlow;
  private final Deque<CommitRequest> requests = new ArrayDeque<>();
  private long bytes;
  private int first;
  private long keptSinceNanos = System.nanoTime();

  /**
   * @param leaveOutSlow whether slow members are left out
   */
  Homes(Lane[] lanes, boolean leaveOutSlow) {
    this.lanes = lanes;
    this.leaveOutSlow = leaveOutSlow;
  }

  void add(CommitRequest request) {
    requests.addLast(request);
    bytes += request.bytes;
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Moves requests into a page. */
  void fill(PageDraft draft, Predicate<String> wanted) {
    bytes -= draft.fill(requests, wanted);
  }

  /** Drops requests. */
  void takeIf(Predicate<CommitRequest> which) {
    requests.removeIf(
        request -> {
          boolean taken = which.test(request);
          bytes -= taken ? request.bytes : 0;
          return taken;
        });
  }

  /** Goes on to other segments now and then, so that all fill evenly. */
  void rotate(long nowNanos) {
    if (nowNanos - keptSinceNanos < KEEP_NANOS) {
      return;
    }
    keptSinceNanos = nowNanos;
    do {
      first = (first + 1) % lanes.length;
    } while (!lanes[first].open && first != 0);
  }

  /** The home to write to now; null if what is there has to wait. */
  Lane next(long nowNanos) {
    Lane home = next(nowNanos, !leaveOutSlow);
    return home == null && leaveOutSlow && allSlow(nowNanos) ? next(nowNanos, true) : home;
  }

  private Lane next(long nowNanos, boolean evenSlow) {
    int busy = 0;
    for (int i = 0; i < lanes.length; i++) {
      Lane lane = lanes[(first + i) % lanes.length];
      if (lane.open && (evenSlow || !lane.isSlow(nowNanos))) {
        if (lane.isFree() && lane.hasWindow()) {
          return lane;
        }
        busy++;
        if (busy == MAX_HOMES || bytes < busy * OVERLAP_BYTES) {
          return null;
        }
      }
    }
    return null;
  }

  private boolean allSlow(long nowNanos) {
    for (Lane lane : lanes) {
      if (lane.open && !lane.isSlow(nowNanos)) {
        return false;
      }
    }
    return true;
  }
}
