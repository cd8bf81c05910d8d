package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * One open segment: its pages, the messages in them and the pages that can go. The fold over pages
 * gives the same whatever their order, as long as all that is stored is folded in.
 */
final class SegmentIndex {

  /** Pages that can go are taken away this many at a time. */
  private static final int MAX_REMOVALS = 64;

  /** Below this, a segment is not worth compacting. */
  private static final long COMPACT_MIN_BYTES = 256 << 10;

  private static final int COMPACT_MIN_PAGES = 64;

  /** So many old pages are emptied into a new one, at the most. */
  private static final int MAX_COMPACTED = 64;

  /**
   * Callers whose primary left before it answered send again to the next one. Their messages may be
   * stored and even consumed by then; so for a while after a segment was opened here, longer than a
   * caller waits, it is kept in mind what was settled.
   */
  private static final long RESENT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int MAX_LATELY = 10_000;

  private final int number;
  private final Map<PageName, StoredPage> pages = new LinkedHashMap<>();
  private final EntryMap entries = new EntryMap();

  /** Settled ids whose enqueue was never seen, with the page that says so. */
  private final Map<MessageId, StoredPage> orphans = new HashMap<>();

  /** What was settled since a moment ago, with the page that says so, the oldest first. */
  private final Map<MessageId, StoredPage> lately = new LinkedHashMap<>();

  /**
   * What was settled of pages that bear names, as long as they are here: they stay because somebody
   * may come with the same messages once more.
   */
  private final Map<MessageId, StoredPage> settledOfNamed = new HashMap<>();

  private final LongSupplier nanoTime;
  private final long openedNanos;

  private final Set<String> appliedIntents = new HashSet<>();
  private final Deque<StoredPage> removable = new ArrayDeque<>();

  /** Stored in place of pages that were removed while a member was missing. */
  private final Set<PageName> tombstones = new LinkedHashSet<>();

  private final AtomicLong totalBytes;
  private long bytes;
  private long liveBytes;
  private int voidPages;

  /**
   * @param totalBytes of all segments, kept along
   */
  SegmentIndex(int number, AtomicLong totalBytes) {
    this(number, totalBytes, System::nanoTime);
  }

  SegmentIndex(int number, AtomicLong totalBytes, LongSupplier nanoTime) {
    this.number = number;
    this.totalBytes = totalBytes;
    this.nanoTime = nanoTime;
    this.openedNanos = nanoTime.getAsLong();
  }

  int number() {
    return number;
  }

  /** The segment is no longer here. */
  void forget() {
    count(-bytes);
  }

  private void count(long more) {
    bytes += more;
    totalBytes.addAndGet(more);
  }

  boolean knows(PageName name) {
    return pages.containsKey(name);
  }

  boolean hasApplied(String intent) {
    return appliedIntents.contains(intent);
  }

  /** The message of an id, or null. */
  Entry entry(MessageId id) {
    return entries.get(id.writer(), id.sequence());
  }

  EntryMap entries() {
    return entries;
  }

  /** Takes a page in. Its records are to be folded next. */
  void add(StoredPage page) {
    pages.put(page.name, page);
    count(page.size());
    appliedIntents.addAll(page.intents);
  }

  /**
   * Folds an enqueue.
   *
   * @return the new message; null if it was known or is already settled
   */
  Entry enqueue(StoredPage page, PageRecord.Enqueue record) {
    Entry known = entry(record.id());
    if (known != null) {
      StoredPage old = known.page();
      known.moveTo(page, record);
      freeIfPossible(old);
      return null;
    }
    StoredPage settledIn = orphans.get(record.id());
    if (settledIn != null) {
      page.witnessedBy(settledIn);
      return null;
    }
    StoredPage settledBefore = settledOfNamed.getOrDefault(record.id(), lately.get(record.id()));
    if (settledBefore != null) {
      if (knows(settledBefore.name)) {
        page.witnessedBy(settledBefore);
        keepWithNamed(page, record.id(), settledBefore);
      }
      return null;
    }
    Entry entry = new Entry(page, record);
    entries.add(entry);
    liveBytes += entry.bytes();
    return entry;
  }

  /**
   * Folds a settle.
   *
   * @return the message that is gone; null if it was not known
   */
  Entry settle(StoredPage page, MessageId id) {
    page.settleAdded();
    Entry entry = entries.remove(id.writer(), id.sequence());
    if (entry == null) {
      orphans.put(id, page);
      page.orphans.add(id);
      return null;
    }
    keepInMind(id, page);
    keepWithNamed(entry.page(), id, page);
    liveBytes -= entry.bytes();
    entry.page().witnessedBy(page);
    entry.page().messageGone();
    freeIfPossible(entry.page());
    return entry;
  }

  private void keepWithNamed(StoredPage of, MessageId id, StoredPage settledIn) {
    if (!of.intents.isEmpty()) {
      settledOfNamed.put(id, settledIn);
      of.settled.add(id);
    }
  }

  private void keepInMind(MessageId id, StoredPage page) {
    if (nanoTime.getAsLong() - openedNanos > RESENT_NANOS) {
      lately.clear();
      return;
    }
    lately.put(id, page);
    if (lately.size() > MAX_LATELY) {
      lately.remove(lately.keySet().iterator().next());
    }
  }

  /** Drops a message that is void: its group says so for ever, no settle needs to. */
  void discard(Entry entry) {
    entries.remove(entry.writer, entry.sequence);
    liveBytes -= entry.bytes();
    StoredPage page = entry.page();
    for (StoredPage holds : page.withOriginals()) {
      if (!holds.hasVoidMessages && knows(holds.name)) {
        holds.hasVoidMessages = true;
        voidPages++;
      }
    }
    page.messageGone();
    freeIfPossible(page);
  }

  /** Stored pages that hold void messages, besides others perhaps. */
  int voidPages() {
    return voidPages;
  }

  /** Folds a failure count. */
  void failed(StoredPage page, PageRecord.Return record) {
    Entry entry = entry(record.id());
    if (entry != null) {
      if (record.failures() >= entry.failures) {
        entry.failures = record.failures();
        entry.retryAtMillis = record.notBeforeMillis();
      }
      entry.page().witnessedBy(page);
    }
  }

  /** All records of a page are folded. */
  void folded(StoredPage page) {
    freeIfPossible(page);
  }

  private void freeIfPossible(StoredPage page) {
    if (page.canGo() && !page.isRemovable && pages.containsKey(page.name)) {
      page.isRemovable = true;
      removable.addLast(page);
    }
  }

  boolean hasRemovable() {
    return !removable.isEmpty();
  }

  boolean hasTombstones() {
    return !tombstones.isEmpty();
  }

  boolean isBuried(PageName name) {
    return tombstones.contains(name);
  }

  /** A tombstone is stored. If it stands for a page that is known here, that goes too. */
  List<Entry> bury(PageName name) {
    tombstones.add(name);
    StoredPage page = pages.get(name);
    if (page == null) {
      return List.of();
    }
    page.mayBeElsewhere = true;
    List<Entry> gone = new ArrayList<>();
    entries.forEach(
        entry -> {
          if (entry.page() == page && entry.state != Entry.State.LEASED) {
            gone.add(entry);
          }
        });
    for (Entry entry : gone) {
      entries.remove(entry.writer, entry.sequence);
      liveBytes -= entry.bytes();
      page.messageGone();
    }
    freeIfPossible(page);
    return gone;
  }

  /** A member is missing: it may have all pages that are known now. */
  void memberLost() {
    pages.values().forEach(page -> page.mayBeElsewhere = true);
  }

  /**
   * Takes pages that can go, for removal.
   *
   * @param atLeast none if there are fewer
   * @param sweepTombstones whether tombstones can go too
   * @param open whether an intent is not finished: its pages must stay, or finishing it once more
   *     would bring back what was consumed
   */
  List<Removal> takeRemovable(int atLeast, boolean sweepTombstones, Predicate<String> open) {
    int swept = sweepTombstones ? Math.min(tombstones.size(), MAX_REMOVALS) : 0;
    if (removable.size() + swept < atLeast) {
      return List.of();
    }
    List<Removal> removals = new ArrayList<>();
    tombstones.stream().limit(swept).forEach(name -> removals.add(new Removal(name, false)));
    for (int i = Math.min(removable.size(), MAX_REMOVALS); i > 0; i--) {
      StoredPage page = removable.pollFirst();
      if (page.intents.stream().anyMatch(open)) {
        removable.addLast(page);
      } else {
        page.isRemovable = false;
        if (page.canGo() && pages.containsKey(page.name)) {
          removals.add(new Removal(page.name, page.mayBeElsewhere));
        }
      }
    }
    return removals;
  }

  /** The removal of pages was acknowledged by all copies. */
  void removed(List<Removal> removals) {
    for (Removal removal : removals) {
      StoredPage page = pages.remove(removal.page());
      if (removal.tombstone()) {
        tombstones.add(removal.page());
      } else {
        tombstones.remove(removal.page());
      }
      if (page != null) {
        count(-page.size());
        voidPages -= page.hasVoidMessages ? 1 : 0;
        appliedIntents.removeAll(page.intents);
        page.orphans.forEach(orphans::remove);
        page.settled.forEach(settledOfNamed::remove);
        page.removed().forEach(this::freeIfPossible);
      }
    }
  }

  /**
   * Messages to be written anew, so that the old pages that they keep alive can go: when less than
   * a quarter of the stored bytes is alive, those of the oldest pages. What only waits for an
   * intent to be forgotten does not count, and a page that would not go by it is left as it is:
   * else the same messages were written again and again.
   *
   * @param maxBytes of what is written anew; a page with more alive is taken by itself
   */
  List<PageRecord> survivors(long maxBytes) {
    long kept = bytes - removable.stream().mapToLong(StoredPage::size).sum();
    boolean worthIt =
        kept > COMPACT_MIN_BYTES || pages.size() - removable.size() > COMPACT_MIN_PAGES;
    boolean removing = removable.stream().anyMatch(page -> page.intents.isEmpty());
    if (!worthIt || removing || liveBytes > kept / 4) {
      return List.of();
    }
    List<PageRecord> records = new ArrayList<>();
    long moved = 0;
    int emptied = 0;
    for (StoredPage page : pages.values()) {
      if (page.isWorthEmptying()) {
        List<PageRecord> more = survivorsOf(page);
        moved += more.stream().mapToLong(PageCodec::size).sum();
        if (moved > maxBytes && !records.isEmpty()) {
          break;
        }
        records.addAll(more);
        emptied++;
        if (emptied == MAX_COMPACTED) {
          break;
        }
      }
    }
    return records;
  }

  private List<PageRecord> survivorsOf(StoredPage page) {
    List<PageRecord> records = new ArrayList<>();
    for (PageRecord record : PageCodec.decode(page.arrays)) {
      Entry entry = record instanceof PageRecord.Enqueue ? entry(record.id()) : null;
      if (entry != null && entry.page().equals(page)) {
        records.add(record);
        if (entry.failures > 0) {
          records.add(new PageRecord.Return(record.id(), entry.failures, entry.retryAtMillis));
        }
      }
    }
    return records;
  }
}
