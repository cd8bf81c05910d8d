package io.hikyaku.store.commit;

import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Removal;
import java.util.ArrayList;
import java.util.List;

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

  PageBatch(List<Backup> backups) {
    this.backups = backups;
  }

  boolean hasRoomFor(Lane lane) {
    return writes.size() < MAX_PAGES
        && bytes < PageDraft.PAGE_BYTES
        && backups.equals(lane.backups);
  }

  void add(PageWrite write) {
    writes.add(write);
    bytes += write.page() == null ? 0 : write.page().length;
    left++;
  }

  void sent(long nowNanos) {
    backups.forEach(backup -> backup.sent(this, nowNanos));
  }

  /** One of its pages is stored or given up. */
  void ended(long nowNanos, boolean stored) {
    left--;
    if (left == 0) {
      backups.forEach(backup -> backup.ended(this, nowNanos, stored));
    }
  }

  static List<NamedPage> pages(List<PageWrite> writes) {
    return writes.stream()
        .filter(write -> write.page() != null)
        .map(write -> new NamedPage(write.name(), write.page()))
        .toList();
  }

  static List<Removal> removals(List<PageWrite> writes) {
    return writes.stream().flatMap(write -> write.removals().stream()).toList();
  }
}
