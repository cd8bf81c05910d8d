package io.hikyaku.store.index;

import java.util.function.Consumer;

/**
 * The messages of a segment by id, in one array (open addressing, linear probing; Knuth, TAOCP 3,
 * section 6.4, algorithms L and R): 8 bytes per message where a map with nodes and boxed ids takes
 * 70.
 */
final class EntryMap {

  private static final int MIN_CAPACITY = 16;

  private Entry[] table = new Entry[MIN_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** Positions there are, for {@link #at}; changes when the map grows or shrinks. */
  int capacity() {
    return table.length;
  }

  /** The message at a position, or null. Removing it may move another one there. */
  Entry at(int position) {
    return table[position];
  }

  /** The message of an id, or null. */
  Entry get(long writer, long sequence) {
    return table[position(writer, sequence)];
  }

  /** Adds a message whose id is not there. */
  void add(Entry entry) {
    if (size * 3L >= table.length * 2L) {
      resize(table.length * 2);
    }
    table[position(entry.writer, entry.sequence)] = entry;
    size++;
  }

  /** Takes the message of an id out; null if it is not there. */
  Entry remove(long writer, long sequence) {
    int hole = position(writer, sequence);
    Entry removed = table[hole];
    if (removed == null) {
      return null;
    }
    table[hole] = null;
    size--;
    // what was pushed beyond the hole by others moves up, so that it is found again
    for (int i = next(hole); table[i] != null; i = next(i)) {
      int home = home(table[i].writer, table[i].sequence);
      boolean homeIsBetween = hole <= i ? hole < home && home <= i : hole < home || home <= i;
      if (!homeIsBetween) {
        table[hole] = table[i];
        table[i] = null;
        hole = i;
      }
    }
    if (table.length > MIN_CAPACITY && size < table.length / 8) {
      resize(table.length / 2);
    }
    return removed;
  }

  void forEach(Consumer<Entry> action) {
    for (Entry entry : table) {
      if (entry != null) {
        action.accept(entry);
      }
    }
  }

  private int position(long writer, long sequence) {
    int i = home(writer, sequence);
    while (table[i] != null && (table[i].sequence != sequence || table[i].writer != writer)) {
      i = next(i);
    }
    return i;
  }

  private int next(int position) {
    return (position + 1) & (table.length - 1);
  }

  /** Sequences are dense: the multiplication spreads them over the upper bits. */
  private int home(long writer, long sequence) {
    long mixed = (writer * 31 + sequence) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (table.length - 1);
  }

  private void resize(int capacity) {
    Entry[] old = table;
    table = new Entry[capacity];
    for (Entry entry : old) {
      if (entry != null) {
        table[position(entry.writer, entry.sequence)] = entry;
      }
    }
  }
}
