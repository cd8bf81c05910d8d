package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.SentAgain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The pages side of the index: segments open and close, pages are folded in and go. Thread-safe.
 */
public final class PageIndex {

  private final IndexState state;
  private final HybridClock hybridClock;

  PageIndex(IndexState state, HybridClock hybridClock) {
    this.state = state;
    this.hybridClock = hybridClock;
  }

  /**
   * Opens a segment from its pages.
   *
   * @param held messages that somebody works on: they stay leased to him
   */
  public void open(int number, Collection<NamedPage> pages, Map<MessageId, Holder> held) {
    SegmentIndex segment = new SegmentIndex(number, state.storedBytes);
    List<Outcomes> outcomes = new ArrayList<>();
    List<PageName> buried = new ArrayList<>();
    pages.forEach(
        stored -> {
          if (stored.isTombstone()) {
            buried.add(stored.name());
            return;
          }
          StoredPage page = new StoredPage(stored);
          Outcomes later = new Outcomes(page, new ArrayList<>());
          segment.add(page);
          for (PageRecord record : PageCodec.decode(stored.arrays())) {
            if (record instanceof PageRecord.Enqueue enqueue) {
              hybridClock.observe(enqueue.stamp());
              segment.enqueue(page, enqueue);
            } else {
              later.records().add(record);
            }
          }
          outcomes.add(later);
        });
    // settles after all enqueues, as pages come in any order
    outcomes.forEach(later -> foldOutcomes(segment, later.page(), later.records()));
    outcomes.forEach(later -> segment.folded(later.page()));
    buried.forEach(segment::bury);
    List<Entry> entries = new ArrayList<>(segment.entries().size());
    segment.entries().forEach(entries::add);
    entries.sort(Comparator.comparingLong(Entry::stamp));
    state.update(
        update -> {
          state.segments.put(number, segment);
          if (state.someoneMissing) {
            segment.memberLost();
          }
          Set<MessageId> mine = state.away.takeBack(number);
          for (Entry entry : entries) {
            state.attach(entry, holder(entry.id(), mine, held), update);
          }
        });
  }

  private Holder holder(MessageId id, Set<MessageId> mine, Map<MessageId, Holder> held) {
    if (mine.contains(id)) {
      return state.self;
    }
    Holder holder = held.get(id);
    // one that said so and left since will never give it back
    return holder == null || holder.branch() != null || state.isMember(holder) ? holder : null;
  }

  /** What a page says about messages of this and other pages. */
  private record Outcomes(StoredPage page, List<PageRecord> records) {}

  /**
   * Closes a segment: no more of it is leased here. Closing it again only asks.
   *
   * @return messages of it that consumers on this node still work on, now and from earlier times
   */
  public Set<MessageId> close(int number) {
    return state.locked(
        () -> {
          SegmentIndex segment = state.segments.remove(number);
          if (segment != null) {
            segment.forget();
            Set<GroupQueue> touched = new LinkedHashSet<>();
            segment.entries().forEach(entry -> moveAway(number, entry, touched));
            touched.forEach(GroupQueue::sweep);
            state.sweep();
          }
          return state.away.held(number);
        });
  }

  private void moveAway(int number, Entry entry, Set<GroupQueue> touched) {
    if (entry.queue == null) {
      entry.gone();
      return;
    }
    if (entry.state == State.LEASED
        && state.self.equals(entry.holder)
        && !entry.queue.isRetired()) {
      state.away.add(number, entry.id());
    }
    touched.add(entry.queue);
    entry.queue.remove(entry);
  }

  /**
   * Folds in a page that was stored in an open segment; does nothing if it is known or not open.
   */
  public void apply(NamedPage stored) {
    apply(stored, membersLost());
  }

  /**
   * As {@link #apply(NamedPage)}.
   *
   * @param lostBefore {@link #membersLost} when the page was begun
   */
  public void apply(NamedPage stored, int lostBefore) {
    PageName name = stored.name();
    if (stored.isTombstone()) {
      state.update(
          update -> {
            SegmentIndex segment = state.segments.get(name.segment());
            if (segment != null) {
              bury(segment, name, update);
            }
          });
      return;
    }
    StoredPage page = new StoredPage(stored);
    List<PageRecord> records = PageCodec.decode(stored.arrays());
    state.update(
        update -> {
          SegmentIndex segment = state.segments.get(name.segment());
          if (segment == null || segment.knows(name)) {
            return;
          }
          segment.add(page);
          page.mayBeElsewhere = lostBefore != membersLost();
          for (PageRecord record : records) {
            if (record instanceof PageRecord.Enqueue enqueue) {
              hybridClock.observe(enqueue.stamp());
              added(segment.enqueue(page, enqueue), update);
            }
          }
          foldOutcomes(segment, page, records).forEach(entry -> consumed(entry, update));
          segment.folded(page);
          if (segment.isBuried(name)) {
            bury(segment, name, update); // it was removed, and a late write brought it back
          }
        });
  }

  private static void bury(SegmentIndex segment, PageName name, Update update) {
    for (Entry entry : segment.bury(name)) {
      if (entry.queue == null) {
        entry.gone();
      } else {
        entry.queue.remove(entry);
        update.touch(entry.queue);
      }
    }
  }

  /** A member is missing that may come back with every page that is stored now. */
  public void memberLost() {
    state.locked(
        () -> {
          state.someoneMissing = true;
          state.membersLost.incrementAndGet();
          state.segments.values().forEach(SegmentIndex::memberLost);
        });
  }

  /** How often members were lost. */
  public int membersLost() {
    return state.membersLost.get();
  }

  /** Whether a member is missing: while one is, tombstones stay. */
  public void someoneMissing(boolean missing) {
    state.locked(() -> state.someoneMissing = missing);
  }

  /** Whether a member is missing, or was until a moment ago. */
  public boolean isSomeoneMissing() {
    return state.locked(() -> state.someoneMissing);
  }

  private void added(Entry entry, Update update) {
    if (entry != null) {
      state.attach(entry, null, update);
      if (entry.queue != null) {
        entry.queue.counters().totals.enqueued++;
      }
    }
  }

  private static void consumed(Entry entry, Update update) {
    if (entry.queue == null) {
      entry.gone();
      return;
    }
    entry.queue.remove(entry);
    entry.queue.counters().totals.settled++;
    update.touch(entry.queue); // in a keyed group the next of its key is free now
  }

  /** Folds settles and failure counts; returns what is gone by it. */
  private static List<Entry> foldOutcomes(
      SegmentIndex segment, StoredPage page, List<PageRecord> records) {
    List<Entry> gone = new ArrayList<>();
    for (PageRecord record : records) {
      if (record instanceof PageRecord.Settle settle) {
        Entry entry = segment.settle(page, settle.id());
        if (entry != null) {
          gone.add(entry);
        }
      } else if (record instanceof PageRecord.Return failure) {
        segment.failed(page, failure);
      }
    }
    return gone;
  }

  /**
   * Takes pages that can go, for removal with the next write; see {@link #removed}.
   *
   * @param atLeast none if there are fewer
   */
  public List<Removal> takeRemovable(int number, int atLeast, Predicate<String> openIntents) {
    return ofSegment(
        number,
        segment ->
            segment.takeRemovable(
                atLeast,
                !state.someoneMissing,
                name -> SentAgain.is(name) ? state.someoneMissing : openIntents.test(name)),
        List.of());
  }

  /** The removal of pages was acknowledged by all copies. */
  public void removed(int number, List<Removal> removals) {
    if (!removals.isEmpty()) {
      ofSegment(
          number,
          segment -> {
            segment.removed(removals);
            return null;
          },
          null);
    }
  }

  /**
   * Records to write anew, in a page of their own, so that old pages can go; empty if that is not
   * worth it.
   */
  public List<PageRecord> survivors(int number, long maxBytes) {
    return ofSegment(number, segment -> segment.survivors(maxBytes), List.of());
  }

  /** Whether the records of an intent are stored in a segment. */
  public boolean hasApplied(int number, String intent) {
    return ofSegment(number, segment -> segment.hasApplied(intent), false);
  }

  private <T> T ofSegment(int number, Function<SegmentIndex, T> query, T ifClosed) {
    return state.locked(
        () -> {
          SegmentIndex segment = state.segments.get(number);
          return segment == null ? ifClosed : query.apply(segment);
        });
  }

  /** Open segments. */
  public List<Integer> openSegments() {
    return state.locked(() -> List.copyOf(state.segments.keySet()));
  }

  /** Open segments that hold pages, or tombstones, that can go. */
  public List<Integer> segmentsToSweep() {
    return state.locked(
        () ->
            state.segments.values().stream()
                .filter(
                    segment ->
                        segment.hasRemovable()
                            || (!state.someoneMissing && segment.hasTombstones()))
                .map(SegmentIndex::number)
                .toList());
  }

  /** Stored pages of open segments that hold messages of groups purged or deleted. */
  public long voidPages() {
    return state.locked(
        () ->
            state.retired.size()
                + state.segments.values().stream().mapToLong(SegmentIndex::voidPages).sum());
  }

  /** Bytes of the pages of all open segments. */
  public long storedBytes() {
    return state.storedBytes.get();
  }
}
