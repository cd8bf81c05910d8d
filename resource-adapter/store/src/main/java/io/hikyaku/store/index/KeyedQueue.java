package io.hikyaku.store.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Serial per key, parallel across keys: a key whose messages are leased gives out no more until the
 * last of them is settled or back.
 */
final class KeyedQueue implements ReadyQueue {

  private final Map<String, KeyLine> lines = new HashMap<>();

  /** Lines with waiting messages and no lease. Each is in it once. */
  private final Set<KeyLine> free = new LinkedHashSet<>();

  @Override
  public void add(Entry entry) {
    KeyLine line = line(entry);
    line.waiting.addLast(entry);
    if (line.leased == 0) {
      free.add(line);
    }
  }

  @Override
  public void giveBack(Entry entry) {
    entry.line.insert(entry);
    leaseEnded(entry);
  }

  @Override
  public void leasedElsewhere(Entry entry) {
    KeyLine line = line(entry);
    line.leased++;
    free.remove(line);
  }

  @Override
  public List<Entry> take(int max) {
    while (!free.isEmpty()) {
      KeyLine line = free.iterator().next();
      free.remove(line);
      List<Entry> taken = new ArrayList<>(Math.min(max, line.waiting.size()));
      while (taken.size() < max && !line.waiting.isEmpty()) {
        Entry next = line.waiting.pollFirst();
        if (next.state == Entry.State.READY) {
          taken.add(next);
        }
      }
      line.leased = taken.size();
      if (!taken.isEmpty()) {
        return taken;
      }
      lines.remove(line.key);
    }
    return List.of();
  }

  @Override
  public void leaseEnded(Entry entry) {
    KeyLine line = entry.line;
    line.leased--;
    if (line.isEmpty()) {
      lines.remove(line.key);
    } else if (line.leased == 0) {
      free.add(line);
    }
  }

  @Override
  public void sweep() {
    lines.values().forEach(l -> l.waiting.removeIf(e -> e.state != Entry.State.READY));
    lines.values().removeIf(KeyLine::isEmpty);
    free.removeIf(line -> line.waiting.isEmpty());
  }

  @Override
  public List<KeySample.Line> lines(int limit) {
    int ofEach = Math.max(1, limit / Math.max(1, lines.size()));
    return lines.values().stream()
        .limit(limit)
        .map(line -> line.sample(ofEach))
        .filter(line -> line.ready() > 0)
        .toList();
  }

  @Override
  public Stream<Entry> stream() {
    return lines.values().stream().flatMap(line -> line.waiting.stream());
  }

  private KeyLine line(Entry entry) {
    if (entry.line == null) {
      entry.line = lines.computeIfAbsent(entry.key(), KeyLine::new);
    }
    return entry.line;
  }
}
