package io.hikyaku.store.tuple;

import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Blocks;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks through the blocks stored here once a second: counts their bytes, and gives back those of
 * groups that were dropped and of attempts whose node is gone. Each owner does so for itself;
 * nothing travels. Used by one thread.
 */
final class Reclaimer {

  /**
   * How long blocks of a node that is not there are kept without a commit: after a split their node
   * may be alive on the other side and commit there.
   */
  private static final long ORPHAN_MILLIS = 60_000;

  /** Commits of dropped groups removed in one run. */
  private static final int MAX_COMMITS = 10_000;

  private final TupleParts parts;
  private final Map<Long, Long> missingSince = new HashMap<>();

  Reclaimer(TupleParts parts) {
    this.parts = parts;
  }

  void run(long nowMillis) {
    Set<Long> writers =
        parts.cluster().members().stream().map(Member::incarnation).collect(Collectors.toSet());
    Set<Long> missing = new HashSet<>();
    long[] bytes = new long[1];
    long begun = parts.memory().countBegins();
    for (int copies = 1; copies <= TupleGroupSettings.MAX_COPIES; copies++) {
      Blocks blocks = parts.cluster().blocks(copies);
      List<BlockName> unwanted = new ArrayList<>();
      blocks.forEachHere(
          (name, block) -> {
            if (isUnwanted(name, writers, missing, nowMillis)) {
              unwanted.add(name);
            } else {
              bytes[0] += block.length;
            }
          });
      unwanted.forEach(blocks::forgetHere);
    }
    parts.memory().counted(bytes[0], begun);
    missingSince.keySet().retainAll(missing);
    if (parts.cluster().members().get(0).equals(parts.cluster().self())) {
      parts.catalogue().voidCommits().stream()
          .limit(MAX_COMMITS)
          .forEach(key -> parts.cluster().table(Cluster.Table.TUPLES).remove(key));
    }
  }

  private boolean isUnwanted(BlockName name, Set<Long> writers, Set<Long> missing, long nowMillis) {
    if (!parts.catalogue().isLive(name.epoch())) {
      return true;
    }
    if (writers.contains(name.writer())
        || parts.catalogue().isCommitted(new Attempt(name.writer(), name.attempt()))) {
      return false;
    }
    missing.add(name.writer());
    return nowMillis - missingSince.computeIfAbsent(name.writer(), any -> nowMillis)
        > ORPHAN_MILLIS;
  }
}
