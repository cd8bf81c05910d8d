package io.hikyaku.store.commit;

import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/** A page being put together from what callers want stored. */
final class PageDraft {

  /** A page is not filled further than this; a larger request gets a page of its own. */
  static final int PAGE_BYTES = 256 << 10;

  final List<CommitRequest> requests = new ArrayList<>();
  private final List<PageRecord> records = new ArrayList<>();
  private final List<String> intents = new ArrayList<>();
  private final HybridClock clock;
  private final LongUnaryOperator presentEpoch;
  private int bytes;

  /**
   * @param presentEpoch from any epoch of a group to that of its present life
   */
  PageDraft(HybridClock clock, LongUnaryOperator presentEpoch) {
    this.clock = clock;
    this.presentEpoch = presentEpoch;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Records that nobody waits for. */
  void add(List<PageRecord> more) {
    records.addAll(more);
  }

  /**
   * Moves requests from a queue into the page until it is full.
   *
   * @param wanted whether the records of an intent are still to be stored
   * @return the bytes moved
   */
  int fill(Deque<CommitRequest> from, Predicate<String> wanted) {
    int moved = 0;
    while (!from.isEmpty() && (bytes == 0 || bytes + from.peekFirst().bytes <= PAGE_BYTES)) {
      CommitRequest request = from.pollFirst();
      requests.add(request);
      moved += request.bytes;
      if (request.intent != null) {
        if (!wanted.test(request.intent)) {
          continue; // somebody finished it before
        }
        intents.add(request.intent);
      }
      for (PageRecord record : request.records) {
        records.add(
            record instanceof PageRecord.Enqueue enqueue && enqueue.stamp() == 0
                // a sender may not know of a purge yet: the message came after it
                ? enqueue.placed(clock.next(), presentEpoch.applyAsLong(enqueue.epoch()))
                : record);
      }
      bytes += request.bytes;
    }
    return moved;
  }

  /**
   * The page, as {@link PageCodec#encodeStored} makes it.
   *
   * @throws ArithmeticException if it is over 2 GB
   */
  List<byte[]> encode() {
    return PageCodec.encodeStored(intents, records);
  }
}
