package io.hikyaku.store.index;

import java.util.ArrayDeque;
import java.util.Deque;

/** The messages of one key in a keyed group, in order. While some are leased, the rest waits. */
final class KeyLine {

  final String key;
  final Deque<Entry> waiting = new ArrayDeque<>();
  int leased;

  KeyLine(String key) {
    this.key = key;
  }

  boolean isEmpty() {
    return leased == 0 && waiting.isEmpty();
  }

  /** What is ready, by the first of them if there are more. */
  KeySample.Line sample(int most) {
    long looked = 0;
    long ready = 0;
    long bytes = 0;
    long oldest = 0;
    for (Entry entry : waiting) {
      if (looked++ == most) {
        break;
      }
      if (entry.state == Entry.State.READY) {
        oldest = ready == 0 ? entry.stamp() : oldest;
        bytes += entry.record().body().length();
        ready++;
      }
    }
    long all = looked > most ? waiting.size() - (most - ready) : ready;
    return new KeySample.Line(key, all, ready == 0 ? 0 : bytes * all / ready, oldest);
  }

  /**
   * Puts a message where its stamp belongs, for those that come back: near the head. Forgets those
   * before it that are no longer ready.
   */
  void insert(Entry entry) {
    long stamp = entry.stamp();
    Deque<Entry> before = new ArrayDeque<>();
    while (!waiting.isEmpty()) {
      Entry first = waiting.peekFirst();
      if (first.state == Entry.State.READY && first.stamp() > stamp) {
        break;
      }
      waiting.removeFirst();
      if (first.state == Entry.State.READY) {
        before.push(first);
      }
    }
    waiting.addFirst(entry);
    before.forEach(waiting::addFirst);
  }
}
