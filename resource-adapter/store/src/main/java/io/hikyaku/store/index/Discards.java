package io.hikyaku.store.index;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Counts messages that were discarded, for one line in the log per group. Thread-safe. */
final class Discards {

  private static final Logger LOG = Logger.getLogger(Discards.class.getName());

  private record Discarded(long count, String lastReason) {}

  private final Map<String, Discarded> byGroup = new ConcurrentHashMap<>();

  void add(String group, String reason) {
    byGroup.merge(
        group,
        new Discarded(1, reason),
        (before, one) -> new Discarded(before.count() + 1, one.lastReason()));
  }

  /** Writes what was discarded since the last time. */
  void log() {
    for (String group : List.copyOf(byGroup.keySet())) {
      Discarded discarded = byGroup.remove(group);
      if (discarded != null) {
        LOG.log(
            Level.WARNING,
            "HIKYAKU1020W: {0} messages of group {1} were discarded, as it keeps no dead letters;"
                + " the last: {2}",
            new Object[] {discarded.count(), group, discarded.lastReason()});
      }
    }
  }
}
