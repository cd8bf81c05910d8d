package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Messages that consumers here work on while their segment is not open here: it moved, or its
 * primary lent them. A new primary is told of them before it opens the segment. Guarded by the
 * index's lock.
 */
final class AwayLeases {

  private final Map<Integer, Set<MessageId>> bySegment = new HashMap<>();

  void add(int segment, MessageId id) {
    bySegment.computeIfAbsent(segment, s -> new HashSet<>()).add(id);
  }

  Set<MessageId> held(int segment) {
    return Set.copyOf(bySegment.getOrDefault(segment, Set.of()));
  }

  /** The segment opens here again: its leases are known by its index from now on. */
  Set<MessageId> takeBack(int segment) {
    Set<MessageId> ids = bySegment.remove(segment);
    return ids == null ? Set.of() : ids;
  }

  void ended(int segment, Collection<MessageId> ids) {
    Set<MessageId> held = bySegment.get(segment);
    if (held != null) {
      held.removeAll(Set.copyOf(ids));
      if (held.isEmpty()) {
        bySegment.remove(segment);
      }
    }
  }

  Set<MessageId> all() {
    Set<MessageId> all = new HashSet<>();
    bySegment.values().forEach(all::addAll);
    return all;
  }

  int size() {
    return bySegment.values().stream().mapToInt(Set::size).sum();
  }
}
