package io.hikyaku.store.node;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * The marks of ended intents, which stay for a while in place of the intents. As long as a mark is
 * there, pages of its intent stay too, wherever their segment goes: so a segment knows what it has
 * applied for as long as any member might still take the intent for open. Marks are removed only
 * after every member has had them.
 */
final class IntentMarks {

  /** For an intent whose own node ended it: it has the answers to all that it wrote. */
  static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * For an intent of a node that is gone: what it wrote last may be tried again until the cluster
   * gives up.
   */
  static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Marks removed in one step. */
  private static final int MAX_REMOVALS = 512;

  private final Intents intents;
  private final LongSupplier nanoTime;
  private final Map<String, Long> removeAtNanos = new ConcurrentHashMap<>();

  /** Marks being written. */
  private final Set<String> writing = ConcurrentHashMap.newKeySet();

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  IntentMarks(Intents intents, LongSupplier nanoTime) {
    this.intents = intents;
    this.nanoTime = nanoTime;
  }

  /** Puts a mark in place of an intent, and removes it when it is time. */
  CompletionStage<Void> put(String name, Intent mark, long keepNanos) {
    writing.add(name);
    return intents
        .mark(name, mark)
        .whenComplete(
            (done, failure) -> {
              if (failure == null && !mark.state().isHeuristic()) {
                keep(name, keepNanos);
              }
              writing.remove(name);
            });
  }

  /** A mark that all members have: it is removed when it is time. */
  void keep(String name, long keepNanos) {
    removeAtNanos.put(name, nanoTime.getAsLong() + keepNanos);
  }

  /** Removes marks whose time is over. */
  void tick() {
    long now = nanoTime.getAsLong();
    removeAtNanos.entrySet().stream()
        .filter(entry -> now - entry.getValue() >= 0)
        .limit(MAX_REMOVALS)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::remove);
  }

  private void remove(String name) {
    keep(name, LONG_NANOS); // tried again if there is no answer
    intents
        .forget(name)
        .whenComplete(
            (removed, failure) -> {
              if (failure == null) {
                removeAtNanos.remove(name);
              }
            });
  }

  /**
   * Sees to marks of this node that nothing is known of, and to those whose node is gone: they may
   * be with some members only, and are written anew.
   *
   * @param orphaned whether this node is to do it for the member of that incarnation
   */
  void adopt(long self, LongPredicate orphaned) {
    intents
        .marks()
        .forEach(
            (name, mark) -> {
              boolean known = removeAtNanos.containsKey(name) || writing.contains(name);
              if (!known && (mark.owner() == self || orphaned.test(mark.owner()))) {
                put(name, mark.ended(mark.state(), self), LONG_NANOS);
              }
            });
  }
}
