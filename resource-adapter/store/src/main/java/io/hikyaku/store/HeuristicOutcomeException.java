package io.hikyaku.store;

import io.hikyaku.api.QueueException;

/** An administrator decided about a branch before its transaction manager did. */
public final class HeuristicOutcomeException extends QueueException {

  private static final long serialVersionUID = 1L;

  private final boolean committed;

  /**
   * @param committed how it was decided; otherwise it was rolled back
   */
  public HeuristicOutcomeException(BranchId branch, boolean committed) {
    super(
        "an administrator "
            + (committed ? "committed" : "rolled back")
            + " the branch "
            + branch.value());
    this.committed = committed;
  }

  public boolean committed() {
    return committed;
  }
}
