package io.hikyaku.delivery;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

/** Runs an action when a transaction has committed. */
record AfterCommit(Runnable action) implements Synchronization {

  @Override
  public void beforeCompletion() {}

  @Override
  public void afterCompletion(int status) {
    if (status == Status.STATUS_COMMITTED) {
      action.run();
    }
  }
}
