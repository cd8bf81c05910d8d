package io.hikyaku.store.node;

import io.hikyaku.store.cluster.Member;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Members that went without a word and may come back with what they had, as after a split. A member
 * is no longer missing when it is back, when its node was started anew (its memory is empty then),
 * or after an hour. Touched by one thread.
 */
final class MissingMembers {

  /** After this a member that is still missing is taken for gone for good. */
  static final long RETENTION_NANOS = TimeUnit.HOURS.toNanos(1);

  /** The cluster has to be whole for this long before it counts as whole. */
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Map<String, Missing> missing = new TreeMap<>();
  private final Set<Member> leaving = new HashSet<>();
  private List<Member> present = List.of();
  private boolean wasWhole = true;
  private long lastMissingNanos;

  /**
   * A member that went.
   *
   * @param sinceNanos when, to measure with
   * @param since when, to tell
   */
  record Missing(Member member, long sinceNanos, Instant since) {}

  /**
   * @param nanoTime as {@link System#nanoTime()}
   * @param clock tells when
   */
  MissingMembers(LongSupplier nanoTime, Clock clock) {
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** A member says that it leaves: what it had was handed over. */
  void leaves(Member member) {
    leaving.add(member);
  }

  /**
   * Members changed.
   *
   * @return whether one went without a word
   */
  boolean changed(List<Member> members) {
    boolean lost = false;
    List<Member> gone = new ArrayList<>(present);
    gone.removeAll(members);
    for (Member member : gone) {
      if (!leaving.remove(member)) {
        missing.put(member.nodeName(), new Missing(member, nanoTime.getAsLong(), clock.instant()));
        lost = true;
      }
    }
    if (missing.keySet().removeAll(members.stream().map(Member::nodeName).toList())) {
      lastMissingNanos = nanoTime.getAsLong();
    }
    wasWhole = wasWhole && !lost;
    present = List.copyOf(members);
    return lost;
  }

  /** Those that are missing, by name. */
  List<Missing> list() {
    return List.copyOf(missing.values());
  }

  /** Whether a member is missing, or was until a moment ago. */
  boolean any() {
    long now = nanoTime.getAsLong();
    missing.values().removeIf(one -> now - one.sinceNanos > RETENTION_NANOS);
    if (!missing.isEmpty()) {
      wasWhole = false;
      lastMissingNanos = now;
      return true;
    }
    wasWhole = wasWhole || now - lastMissingNanos > QUIET_NANOS;
    return !wasWhole;
  }
}
