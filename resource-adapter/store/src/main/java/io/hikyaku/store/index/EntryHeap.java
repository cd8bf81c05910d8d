package io.hikyaku.store.index;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Messages by a time, the earliest first: a binary heap with its keys beside the messages, 12 bytes
 * each. A message that no longer matters is not taken out; who reads skips it, and {@link #retain}
 * throws such ones out.
 */
final class EntryHeap {

  private static final int MIN_CAPACITY = 16;

  private long[] times = new long[MIN_CAPACITY];
  private Entry[] entries = new Entry[MIN_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The earliest time; only if it is not empty. */
  long firstTime() {
    return times[0];
  }

  /** The message of the earliest time; only if it is not empty. */
  Entry first() {
    return entries[0];
  }

  void add(long time, Entry entry) {
    if (size == entries.length) {
      resize(size + (size >> 1));
    }
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (times[parent] <= time) {
        break;
      }
      set(i, times[parent], entries[parent]);
      i = parent;
    }
    set(i, time, entry);
  }

  /** Takes the first out. */
  Entry removeFirst() {
    Entry first = entries[0];
    size--;
    if (size > 0) {
      sink(0, times[size], entries[size]);
    }
    entries[size] = null;
    return first;
  }

  private void sink(int from, long time, Entry entry) {
    int i = from;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      set(i, times[child], entries[child]);
      i = child;
    }
    set(i, time, entry);
  }

  private void set(int i, long time, Entry entry) {
    times[i] = time;
    entries[i] = entry;
  }

  /** Throws out all others. */
  void retain(Predicate<Entry> wanted) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (wanted.test(entries[i])) {
        set(kept++, times[i], entries[i]);
      }
    }
    Arrays.fill(entries, kept, size, null);
    size = kept;
    if (size < entries.length / 4) {
      resize(Math.max(MIN_CAPACITY, size * 2));
    }
    for (int i = (size >>> 1) - 1; i >= 0; i--) {
      sink(i, times[i], entries[i]);
    }
  }

  /** All of them, about in order. */
  Stream<Entry> stream() {
    return Arrays.stream(entries, 0, size);
  }

  private void resize(int capacity) {
    times = Arrays.copyOf(times, capacity);
    entries = Arrays.copyOf(entries, capacity);
  }
}
