package io.hikyaku.store.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** First in, first out; every message by itself. */
final class SpreadQueue implements ReadyQueue {

  private final Deque<Entry> ready = new ArrayDeque<>();

  @Override
  public void add(Entry entry) {
    ready.addLast(entry);
  }

  @Override
  public void giveBack(Entry entry) {
    ready.addFirst(entry);
  }

  @Override
  public void leasedElsewhere(Entry entry) {
    // each message is by itself: nothing else waits for it
  }

  @Override
  public List<Entry> take(int max) {
    List<Entry> taken = new ArrayList<>(Math.min(max, ready.size()));
    while (taken.size() < max) {
      Entry next = ready.pollFirst();
      if (next == null) {
        break;
      }
      if (next.state == Entry.State.READY) {
        taken.add(next);
      }
    }
    return taken;
  }

  @Override
  public void leaseEnded(Entry entry) {
    // nothing waited for it
  }

  @Override
  public void sweep() {
    ready.removeIf(entry -> entry.state != Entry.State.READY);
  }

  @Override
  public List<KeySample.Line> lines(int limit) {
    return List.of();
  }

  @Override
  public Stream<Entry> stream() {
    return ready.stream();
  }
}
