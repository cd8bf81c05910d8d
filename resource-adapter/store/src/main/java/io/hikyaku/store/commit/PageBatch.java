package io.hikyaku.store.commit;

import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Pages of several segments whose copies the same members keep, on their way in one operation: what
 * a page costs is nearly all in the operation. Touched by the committer's loop only, but for what
 * is sent.
 */
final class PageBatch {

  /** Enough to make the operation's own cost small beside theirs. */
  private static final int MAX_PAGES = 64;

  final List<PageWrite> writes = new ArrayList<>();
  final List<Backup> backups;
  private int bytes;
  private int left;

  /** Whether it takes longer than others for its size: that does not make a backup a slow one. */
  private boolean inParts;

  PageBatch(List<Backup> backups) {
    this.backups = backups;
  }

  boolean hasRoomFor(Lane lane) {
    return writes.size() < MAX_PAGES
        && !inParts
        && bytes < PageDraft.PAGE_BYTES
        && backups.equals(lane.backups);
  }

  void add(PageWrite write) {
    writes.add(write);
    if (write.page() != null) {
      bytes += write.page().head().length;
      inParts |= write.page().name().parts() > 0;
    }
    left++;
  }

  void sent(long nowNanos) {
    if (!inParts) {
      backups.forEach(backup -> backup.sent(this, nowNanos));
    }
  }

  /** One of its pages is stored or given up. */
  void ended(long nowNanos, boolean stored) {
    left--;
    if (left == 0 && !inParts) {
      backups.forEach(backup -> backup.ended(this, nowNanos, stored));
    }
  }

  static List<NamedPage> pages(List<PageWrite> writes) {
    return writes.stream().map(PageWrite::page).filter(Objects::nonNull).toList();
  }

  static List<Removal> removals(List<PageWrite> writes) {
    return writes.stream().flatMap(write -> write.removals().stream()).toList();
  }
}
