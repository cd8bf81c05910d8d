package io.hikyaku.store.node;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.cluster.ReplicatedTable;
import io.hikyaku.store.node.Intent.State;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The replicated table of intents. An intent is stored only where there is nothing, and changed
 * only from a state that is known: a write that the cluster tries again long after, when its node
 * left or a member died meanwhile, finds the mark of the ended intent and does nothing.
 */
final class Intents {

  /** A look here may be behind the table's primary for a moment; then the change is tried again. */
  private static final int ATTEMPTS = 20;

  private final ReplicatedTable table;

  Intents(ReplicatedTable table) {
    this.table = table;
  }

  /** Whether what is here is what the others have. */
  boolean areWhole() {
    return table.whole().toCompletableFuture().isDone();
  }

  /** The intent or its mark; null for none. */
  Intent get(String name) {
    byte[] bytes = table.get(name);
    return bytes == null ? null : Intent.decode(bytes);
  }

  /** Whether an intent may still be applied. */
  boolean isOpen(String name) {
    byte[] bytes = table.get(name);
    return bytes != null && Intent.stateOf(bytes).isOpen();
  }

  /** Whether there is an intent or its mark. */
  boolean isKnown(String name) {
    return table.get(name) != null;
  }

  boolean anyOpen() {
    return table.entries().values().stream().anyMatch(bytes -> Intent.stateOf(bytes).isOpen());
  }

  /** Passes on those that may still be applied. */
  void forEachOpen(BiConsumer<String, Intent> action) {
    table
        .entries()
        .forEach(
            (name, bytes) -> {
              if (Intent.stateOf(bytes).isOpen()) {
                action.accept(name, Intent.decode(bytes));
              }
            });
  }

  /** Passes on those that are not forgotten: open ones, and what administrators decided. */
  void forEachUnforgotten(BiConsumer<String, Intent> action) {
    forEachOpen(action);
    table
        .entries()
        .forEach(
            (name, bytes) -> {
              if (Intent.stateOf(bytes).isHeuristic()) {
                action.accept(name, Intent.decode(bytes));
              }
            });
  }

  /** The marks of ended ones that nobody needs to be told of. */
  Map<String, Intent> marks() {
    Map<String, Intent> marks = new HashMap<>();
    table
        .entries()
        .forEach(
            (name, bytes) -> {
              State state = Intent.stateOf(bytes);
              if (!state.isOpen() && !state.isHeuristic()) {
                marks.put(name, Intent.decode(bytes));
              }
            });
    return marks;
  }

  /**
   * Stores an intent if there is nothing of its name.
   *
   * @return what is there afterwards: the intent, or how far others took it
   */
  CompletionStage<Intent> store(String name, Intent intent) {
    return table
        .putIfAbsent(name, intent.encode())
        .thenApply(there -> there == null ? intent : Intent.decode(there));
  }

  /**
   * Changes an intent that is in a state, whoever else tries to at the same time.
   *
   * @return the intent before; null if it is not, or no longer, in that state
   */
  CompletionStage<Intent> change(String name, State from, UnaryOperator<Intent> to) {
    return change(name, from, to, ATTEMPTS);
  }

  private CompletionStage<Intent> change(
      String name, State from, UnaryOperator<Intent> to, int attempts) {
    byte[] bytes = table.get(name);
    if (bytes == null || Intent.stateOf(bytes) != from) {
      return CompletableFuture.completedFuture(null);
    }
    if (attempts == 0) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("others change " + name + " all the time; try again"));
    }
    Intent before = Intent.decode(bytes);
    return table
        .replace(name, bytes, to.apply(before).encode())
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(before)
                    : change(name, from, to, attempts - 1));
  }

  /**
   * Sees to it that an intent of which it is not known whether it is stored is never applied.
   *
   * @param mark takes its place
   * @return false if others finish it, or have
   */
  CompletionStage<Boolean> withdraw(String name, Intent intent, Intent mark) {
    byte[] encoded = mark.encode();
    return table
        .putIfAbsent(name, encoded)
        .thenCompose(
            there -> {
              if (there == null) {
                return CompletableFuture.completedFuture(true);
              }
              Intent found = Intent.decode(there);
              return found.state() == intent.state() && found.owner() == intent.owner()
                  ? table.replace(name, there, encoded)
                  : CompletableFuture.completedFuture(found.state() == State.ROLLED_BACK);
            });
  }

  /** Puts the mark of an intent that is applied in its place. */
  CompletionStage<Void> mark(String name, Intent mark) {
    return table.put(name, mark.encode());
  }

  /** Removes a mark. */
  CompletionStage<Boolean> forget(String name) {
    return table.remove(name);
  }
}
