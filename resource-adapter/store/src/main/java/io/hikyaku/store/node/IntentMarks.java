package io.hikyaku.store.node;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * The marks of ended intents, which stay for a while in place of the intents. As long as a mark is
 * there, pages of its intent stay too, wherever their segment goes: so a segment knows what it has
 * applied for as long as any member might still take the intent for open. Marks are removed only
 * after every member has had them.
 */
final class IntentMarks {

  /** For an intent that its own node ended, with the answers to all that it wrote. */
  static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * For an intent of which a node that is gone may have written something: that may be tried again
   * until the cluster gives up. Such a mark stays longer while a member is missing, as that may
   * come back with what it wrote.
   */
  static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Marks removed in one step. */
  private static final int MAX_REMOVALS = 512;

  private final Intents intents;
  private final LongSupplier nanoTime;
  private final BooleanSupplier someoneMissing;
  private final Map<String, Removal> removals = new ConcurrentHashMap<>();

  /** Marks being written. */
  private final Set<String> writing = ConcurrentHashMap.newKeySet();

  /** When a mark is to go, and whether not before everybody is there again. */
  private record Removal(long atNanos, boolean whenWhole) {}

  /**
   * @param nanoTime as {@link System#nanoTime()}
   * @param someoneMissing whether a member went without a word and may come back
   */
  IntentMarks(Intents intents, LongSupplier nanoTime, BooleanSupplier someoneMissing) {
    this.intents = intents;
    this.nanoTime = nanoTime;
    this.someoneMissing = someoneMissing;
  }

  /** Puts a mark in place of an intent that is over, and removes it after a long time. */
  CompletionStage<Void> put(String name, Intent mark) {
    return put(name, mark, LONG_NANOS);
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
    long at = nanoTime.getAsLong() + keepNanos;
    removals.put(name, new Removal(at, keepNanos > SHORT_NANOS));
  }

  /** Removes marks whose time is over. */
  void tick() {
    long now = nanoTime.getAsLong();
    boolean whole = !someoneMissing.getAsBoolean();
    removals.entrySet().stream()
        .filter(entry -> now - entry.getValue().atNanos >= 0)
        .filter(entry -> whole || !entry.getValue().whenWhole)
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
                removals.remove(name);
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
              boolean known = removals.containsKey(name) || writing.contains(name);
              if (!known && (mark.owner() == self || orphaned.test(mark.owner()))) {
                put(name, mark.ended(mark.state(), self));
              }
            });
  }
}
