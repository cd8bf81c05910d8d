package io.hikyaku.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Prepared transaction branches, over all nodes. Stages fail with {@link HeuristicOutcomeException}
 * if an administrator decided before, and with {@link io.hikyaku.api.OutcomeUnknownException} or
 * {@link io.hikyaku.api.StoreUnavailableException} if the store does not answer: then they may be
 * asked again. Thread-safe.
 */
public interface PreparedBranches {

  /**
   * Commits what {@link UnitOfWork#prepare} kept. Idempotent.
   *
   * @return false if no such branch is known: it was committed or rolled back before
   */
  CompletionStage<Boolean> commit(BranchId branch);

  /** Rolls back what {@link UnitOfWork#prepare} kept: its messages return. Otherwise as commit. */
  CompletionStage<Boolean> rollback(BranchId branch);

  /**
   * The transaction manager has taken note of an administrator's decision.
   *
   * @return false if there is none
   */
  CompletionStage<Boolean> forget(BranchId branch);

  /**
   * Branches that were started here, under this node name, or by nodes that are gone; those that an
   * administrator decided are among them until they are forgotten.
   */
  List<BranchId> inDoubt();
}
