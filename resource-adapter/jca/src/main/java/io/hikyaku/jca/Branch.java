package io.hikyaku.jca;

import io.hikyaku.store.BranchId;
import java.util.IdentityHashMap;
import java.util.concurrent.Future;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** A transaction branch until it is prepared or has ended. Thread-safe. */
final class Branch {

  private enum Association {
    ACTIVE,
    SUSPENDED
  }

  private final BranchId id;
  private final TransactionScope scope;
  private final IdentityHashMap<XAResource, Association> associations = new IdentityHashMap<>();
  private boolean rollbackOnly;
  private boolean timedOut;
  private Future<?> timer;

  Branch(BranchId id, TransactionScope scope) {
    this.id = id;
    this.scope = scope;
  }

  BranchId id() {
    return id;
  }

  TransactionScope scope() {
    return scope;
  }

  /** Rolls back by itself when this timer fires; cancelled when the branch ends. */
  synchronized void timer(Future<?> newTimer) {
    timer = newTimer;
  }

  /** {@code start} without flags or with TMJOIN. */
  synchronized void associate(XAResource resource) throws XAException {
    if (rollbackOnly) {
      throw failure();
    }
    associations.put(resource, Association.ACTIVE);
  }

  /** {@code start} with TMRESUME. */
  synchronized void resume(XAResource resource) throws XAException {
    if (associations.get(resource) != Association.SUSPENDED) {
      throw XaErrors.protocol("branch is not suspended here: " + id.value());
    }
    associate(resource);
  }

  /** {@code end} with TMSUSPEND. */
  synchronized void suspend(XAResource resource) throws XAException {
    requireAssociation(resource);
    associations.put(resource, Association.SUSPENDED);
  }

  /** {@code end} with TMSUCCESS or, if it failed, TMFAIL; a suspended association ends too. */
  synchronized void dissociate(XAResource resource, boolean failed) throws XAException {
    requireAssociation(resource);
    associations.remove(resource);
    rollbackOnly |= failed;
  }

  /**
   * Before the first or the only phase: no one may be at work in it any more.
   *
   * @throws XAException XA_RB… if it can only be rolled back, which is done then
   */
  synchronized void requireReady() throws XAException {
    if (!associations.isEmpty()) {
      throw XaErrors.protocol("branch is still in use: " + id.value());
    }
    cancelTimer();
    if (rollbackOnly) {
      scope.rollback();
      throw failure();
    }
  }

  /** Rolls back, also if a connection is still at work in it: a transaction manager's timeout. */
  synchronized void rollback() {
    rollbackOnly = true;
    cancelTimer();
    scope.rollback();
  }

  /** The transaction timeout of the resource is over. */
  synchronized void expire() {
    timedOut = true;
    rollback();
  }

  private void requireAssociation(XAResource resource) throws XAException {
    if (!associations.containsKey(resource)) {
      throw XaErrors.protocol("branch is not associated here: " + id.value());
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private XAException failure() {
    return timedOut ? XaErrors.timedOut(id) : XaErrors.rolledBack(id, null);
  }
}
