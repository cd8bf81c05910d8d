package io.hikyaku.store.index;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Lets go of messages that a purge made void. Purging itself only puts a new queue in place of the
 * old one; here the index's entries go, segment by segment and in slices, so that consumers and
 * senders wait for no more than one slice. Pages that hold nothing else become removable by it.
 * Called by one thread.
 */
final class Reclaim {

  /** How long the lock is held at a time. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Slices in one run, so that what else the calling thread does comes about. */
  private static final int SLICES = 8;

  /** Entries between two looks at the clock. */
  private static final int STRIDE = 256;

  private final IndexState state;

  // guarded by the index's lock
  private final Deque<Integer> segmentsLeft = new ArrayDeque<>();
  private SegmentIndex current;
  private int capacity;
  private int position;

  Reclaim(IndexState state) {
    this.state = state;
  }

  /** Does some of what is to be done. */
  void run() {
    for (int i = 0; i < SLICES && state.locked(this::slice); i++) {
      Thread.onSpinWait(); // whoever waits for the lock gets it between two slices
    }
  }

  /** Whether there is more to do. */
  private boolean slice() {
    if (state.retired.isEmpty()) {
      segmentsLeft.clear();
      current = null;
      return false;
    }
    long end = System.nanoTime() + SLICE_NANOS;
    do {
      if (!atSegment()) {
        break;
      }
      walk();
    } while (System.nanoTime() - end < 0);
    state.retired.removeIf(queue -> queue.counters().depth() == 0);
    return !state.retired.isEmpty();
  }

  /** Goes on with the segment begun, or with the next; false if none is open. */
  @SuppressWarnings("ReferenceEquality") // a segment that was closed and opened again is another
  private boolean atSegment() {
    if (current != null
        && current == state.segments.get(current.number())
        && position < current.entries().capacity()) {
      if (capacity != current.entries().capacity()) {
        begin(current); // the map grew or shrank: its messages stand elsewhere
      }
      return true;
    }
    if (segmentsLeft.isEmpty()) {
      segmentsLeft.addAll(state.segments.keySet());
    }
    while (!segmentsLeft.isEmpty()) {
      SegmentIndex next = state.segments.get(segmentsLeft.removeFirst());
      if (next != null) {
        begin(next);
        return true;
      }
    }
    return false;
  }

  private void begin(SegmentIndex segment) {
    current = segment;
    capacity = segment.entries().capacity();
    position = 0;
  }

  private void walk() {
    EntryMap entries = current.entries();
    int end = Math.min(position + STRIDE, capacity);
    while (position < end && entries.capacity() == capacity) {
      Entry entry = entries.at(position);
      if (entry != null && entry.queue != null && entry.queue.isRetired()) {
        state.discard(current, entry); // another may stand in its place now
      } else {
        position++;
      }
    }
  }
}
