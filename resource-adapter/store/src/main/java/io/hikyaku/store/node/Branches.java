package io.hikyaku.store.node;

import io.hikyaku.api.management.BranchStatus;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.HeuristicOutcomeException;
import io.hikyaku.store.PreparedBranches;
import io.hikyaku.store.node.Intent.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Prepared branches: intents that wait for their transaction manager, or for an administrator in
 * its place.
 */
final class Branches implements PreparedBranches {

  private static final String PREFIX = "branch:";

  private final Transactions transactions;
  private final Intents intents;
  private final long self;

  Branches(Transactions transactions) {
    this.transactions = transactions;
    this.intents = transactions.intents();
    this.self = transactions.self().incarnation();
  }

  /** The name of a branch's intent. */
  static String name(BranchId branch) {
    return PREFIX + branch.value();
  }

  @Override
  public CompletionStage<Boolean> commit(BranchId branch) {
    String name = name(branch);
    Intent intent = intents.get(name);
    if (intent == null || !intent.state().isOpen()) {
      return over(branch, intent);
    }
    if (intent.state().isDecided()) {
      return finish(branch, intent);
    }
    // on record before anything is applied: whoever else decides is too late, or was before us
    return decide(name, State.COMMITTING)
        .thenCompose(mine -> mine ? CompletableFuture.completedFuture(true) : commit(branch));
  }

  /** Applies what is decided to its end. */
  private CompletionStage<Boolean> finish(BranchId branch, Intent decided) {
    return transactions
        .apply(name(branch), decided, keepNanos(decided))
        .thenCompose(
            done ->
                decided.state() == State.RESOLVING
                    ? over(branch, decided.applied(self))
                    : CompletableFuture.completedFuture(true));
  }

  /** Puts the decision on record and applies; false if somebody else decided meanwhile. */
  private CompletionStage<Boolean> decide(String name, State how) {
    return intents
        .change(name, State.PREPARED, prepared -> prepared.decided(how, self))
        .thenCompose(
            before ->
                before == null
                    ? CompletableFuture.completedFuture(false)
                    : transactions
                        .apply(name, before.decided(how, self), keepNanos(before))
                        .thenApply(done -> true));
  }

  @Override
  public CompletionStage<Boolean> rollback(BranchId branch) {
    String name = name(branch);
    return drop(name, State.ROLLED_BACK)
        .thenCompose(
            before -> {
              if (before == null) {
                return notRolledBack(branch, intents.get(name));
              }
              transactions.marks().keep(name, keepNanos(before));
              return CompletableFuture.completedFuture(true);
            });
  }

  /** Somebody decided before; an administrator's commit is told when it is done. */
  private CompletionStage<Boolean> notRolledBack(BranchId branch, Intent now) {
    return now != null && now.state() == State.RESOLVING ? finish(branch, now) : over(branch, now);
  }

  private CompletionStage<Intent> drop(String name, State how) {
    return intents
        .change(name, State.PREPARED, prepared -> prepared.ended(how, self))
        .whenComplete(
            (before, failure) -> {
              if (before != null) {
                transactions.ended(name);
              }
            });
  }

  /** What to say of a branch that is not, or no longer, in doubt. */
  private static CompletionStage<Boolean> over(BranchId branch, Intent ended) {
    return ended != null && ended.state().isHeuristic()
        ? CompletableFuture.failedFuture(
            new HeuristicOutcomeException(branch, ended.state() == State.HEURISTIC_COMMIT))
        : CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletionStage<Boolean> forget(BranchId branch) {
    String name = name(branch);
    Intent intent = intents.get(name);
    if (intent == null || !intent.state().isHeuristic()) {
      return CompletableFuture.completedFuture(false);
    }
    State plain = intent.state() == State.HEURISTIC_COMMIT ? State.COMMITTED : State.ROLLED_BACK;
    return transactions.marks().put(name, intent.ended(plain, self)).thenApply(done -> true);
  }

  /** An administrator's decision; for one that was decided so, that it need not be kept. */
  CompletionStage<Boolean> resolve(BranchId branch, boolean commit) {
    String name = name(branch);
    Intent intent = intents.get(name);
    if (intent != null && intent.state().isHeuristic()) {
      return forget(branch);
    }
    return commit
        ? decide(name, State.RESOLVING)
        : drop(name, State.HEURISTIC_ROLLBACK).thenApply(before -> before != null);
  }

  /** How long a mark must stay: what its own node wrote last is answered, if this is the node. */
  private long keepNanos(Intent intent) {
    return intent.owner() == self ? IntentMarks.SHORT_NANOS : IntentMarks.LONG_NANOS;
  }

  @Override
  public List<BranchId> inDoubt() {
    List<BranchId> branches = new ArrayList<>();
    Set<String> present = transactions.nodeNames();
    intents.forEachUnforgotten(
        (name, intent) -> {
          boolean mine = intent.nodeName().equals(transactions.self().nodeName());
          boolean orphan = !present.contains(intent.nodeName());
          if (name.startsWith(PREFIX) && (mine || orphan)) {
            branches.add(new BranchId(name.substring(PREFIX.length())));
          }
        });
    return branches;
  }

  /**
   * All branches, the oldest first.
   *
   * @param present names of the nodes that are members now
   */
  List<BranchStatus> list(Set<String> present) {
    List<BranchStatus> all = new ArrayList<>();
    intents.forEachUnforgotten(
        (name, intent) -> {
          if (name.startsWith(PREFIX)) {
            all.add(
                new BranchStatus(
                    name.substring(PREFIX.length()),
                    status(intent.state()),
                    intent.nodeName(),
                    present.contains(intent.nodeName()),
                    Instant.ofEpochMilli(intent.sinceMillis()),
                    intent.sends(),
                    intent.settles()));
          }
        });
    all.sort(Comparator.comparing(BranchStatus::preparedAt));
    return all;
  }

  private static BranchStatus.State status(State state) {
    return switch (state) {
      case PREPARED -> BranchStatus.State.PREPARED;
      case HEURISTIC_COMMIT -> BranchStatus.State.HEURISTIC_COMMIT;
      case HEURISTIC_ROLLBACK -> BranchStatus.State.HEURISTIC_ROLLBACK;
      default -> BranchStatus.State.COMMITTING;
    };
  }
}
