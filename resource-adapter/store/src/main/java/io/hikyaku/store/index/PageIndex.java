package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
  public void open(int number, Map<PageName, byte[]> pages, Map<MessageId, Holder> held) {
    SegmentIndex segment = new SegmentIndex(number, state.storedBytes);
    List<StoredPage> stored = new ArrayList<>(pages.size());
    pages.forEach((name, bytes) -> stored.add(segment.add(name, bytes)));
    // settles after all enqueues, as pages come in any order
    stored.forEach(page -> forEachEnqueue(page, record -> segment.enqueue(page, record)));
    stored.forEach(page -> foldOutcomes(segment, page));
    stored.forEach(segment::folded);
    List<Entry> entries = new ArrayList<>();
    segment.entries().forEach(entries::add);
    entries.sort(Comparator.comparingLong(entry -> entry.stamp));
    state.update(
        touched -> {
          state.segments.put(number, segment);
          Set<MessageId> mine = state.away.takeBack(number);
          for (Entry entry : entries) {
            Holder holder = mine.contains(entry.id) ? state.self : held.get(entry.id);
            state.attach(entry, holder, touched);
          }
        });
  }

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
            for (Entry entry : segment.entries()) {
              if (entry.state == State.LEASED && state.self.equals(entry.holder)) {
                state.away.add(number, entry.id);
              }
              if (entry.queue != null) {
                touched.add(entry.queue);
                entry.queue.remove(entry);
              }
            }
            touched.forEach(GroupQueue::purge);
          }
          return state.away.held(number);
        });
  }

  /**
   * Folds in a page that was stored in an open segment; does nothing if it is known or not open.
   */
  public void apply(PageName name, byte[] bytes) {
    state.update(
        touched -> {
          SegmentIndex segment = state.segments.get(name.segment());
          if (segment == null || segment.knows(name)) {
            return;
          }
          StoredPage page = segment.add(name, bytes);
          forEachEnqueue(page, record -> added(segment.enqueue(page, record), touched));
          foldOutcomes(segment, page).forEach(entry -> consumed(entry, touched));
          segment.folded(page);
        });
  }

  private void added(Entry entry, Set<GroupQueue> touched) {
    if (entry != null) {
      state.attach(entry, null, touched);
      if (entry.queue != null) {
        entry.queue.counters().enqueuedTotal++;
      }
    }
  }

  private static void consumed(Entry entry, Set<GroupQueue> touched) {
    if (entry.queue != null) {
      entry.queue.remove(entry);
      entry.queue.counters().settledTotal++;
      touched.add(entry.queue); // in a keyed group the next of its key is free now
    }
  }

  private void forEachEnqueue(StoredPage page, Consumer<PageRecord.Enqueue> action) {
    PageCodec.forEach(
        page.bytes,
        record -> {
          if (record instanceof PageRecord.Enqueue enqueue) {
            hybridClock.observe(enqueue.stamp());
            action.accept(enqueue);
          }
        });
  }

  /** Folds settles and failure counts; returns what is gone by it. */
  private static List<Entry> foldOutcomes(SegmentIndex segment, StoredPage page) {
    List<Entry> gone = new ArrayList<>();
    PageCodec.forEach(
        page.bytes,
        record -> {
          if (record instanceof PageRecord.Settle settle) {
            Entry entry = segment.settle(page, settle.id());
            if (entry != null) {
              gone.add(entry);
            }
          } else if (record instanceof PageRecord.Return failure) {
            segment.failed(page, failure);
          }
        });
    return gone;
  }

  /**
   * Takes pages that can go, for removal with the next write; see {@link #removed}.
   *
   * @param atLeast none if there are fewer
   */
  public List<PageName> takeRemovable(int number, int atLeast, Predicate<String> openIntents) {
    return ofSegment(number, segment -> segment.takeRemovable(atLeast, openIntents), List.of());
  }

  /** The removal of pages was acknowledged by all copies. */
  public void removed(int number, List<PageName> names) {
    if (!names.isEmpty()) {
      ofSegment(
          number,
          segment -> {
            segment.removed(names);
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

  /** Open segments that hold pages that can go. */
  public List<Integer> segmentsToSweep() {
    return state.locked(
        () ->
            state.segments.values().stream()
                .filter(SegmentIndex::hasRemovable)
                .map(SegmentIndex::number)
                .toList());
  }

  /** Bytes of the pages of all open segments. */
  public long storedBytes() {
    return state.storedBytes.get();
  }
}
