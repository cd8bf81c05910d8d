package io.hikyaku.jca;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.HeuristicOutcomeException;
import io.hikyaku.store.QueueStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The transaction branches of one adapter. What is prepared is the store's; here are those before
 * that. Any XAResource of the adapter may be asked to end a branch that another one started, so
 * that they all share this. Thread-safe.
 *
 * <p>Branches of one global transaction are not put together: they hold no locks on which one could
 * wait for another, and a receive in one just does not see what another holds.
 */
final class Branches {

  private final Map<BranchId, Branch> active = new ConcurrentHashMap<>();
  private final QueueStore store;
  private final Duration timeout;
  private final Timers timers;

  Branches(QueueStore store, Duration timeout, Timers timers) {
    this.store = store;
    this.timeout = timeout;
    this.timers = timers;
  }

  /** Makes a branch. */
  Branch open(Xid xid, Duration limit) throws XAException {
    BranchId id = BranchXid.encode(xid);
    Branch branch = new Branch(id, new TransactionScope(store, timeout));
    if (active.putIfAbsent(id, branch) != null) {
      branch.rollback();
      throw XaErrors.duplicate(id);
    }
    if (!limit.isZero()) {
      branch.timer(timers.schedule(branch::expire, limit));
    }
    return branch;
  }

  /** A branch that is there and not prepared. */
  Branch get(Xid xid) throws XAException {
    BranchId id = BranchXid.encode(xid);
    return find(id).orElseThrow(() -> XaErrors.unknown(id));
  }

  private Optional<Branch> find(BranchId id) {
    return Optional.ofNullable(active.get(id));
  }

  /** First phase. */
  int prepare(Xid xid) throws XAException {
    Branch branch = get(xid);
    requireReady(branch);
    if (branch.scope().isEmpty()) {
      end(branch);
      return XAResource.XA_RDONLY;
    }
    try {
      branch.scope().prepare(branch.id());
      return XAResource.XA_OK;
    } catch (OutcomeUnknownException e) {
      throw refusal(branch.id(), e);
    } catch (QueueException e) {
      throw XaErrors.notCommitted(branch.id(), e);
    } finally {
      active.remove(branch.id());
    }
  }

  /** The only phase. */
  void commitOnePhase(Xid xid) throws XAException {
    Branch branch = get(xid);
    requireReady(branch);
    try {
      branch.scope().commit();
    } catch (QueueException e) {
      throw XaErrors.notCommitted(branch.id(), e);
    } finally {
      active.remove(branch.id());
    }
  }

  /**
   * Second phase. If the store does not answer, the transaction manager asks again (XAER_RMFAIL);
   * if the branch is gone then, XAER_NOTA tells it that the first time worked.
   */
  void commitPrepared(Xid xid) throws XAException {
    BranchId id = BranchXid.encode(xid);
    if (active.containsKey(id)) {
      throw XaErrors.protocol("branch is not prepared: " + id.value());
    }
    requireKnown(id, store.branches()::commit);
  }

  /** Rolls back, prepared or not. */
  void rollback(Xid xid) throws XAException {
    BranchId id = BranchXid.encode(xid);
    Optional<Branch> branch = find(id);
    if (branch.isPresent()) {
      end(branch.get());
    } else {
      requireKnown(id, store.branches()::rollback);
    }
  }

  /** The transaction manager has taken note of an administrator's decision. */
  void forget(Xid xid) throws XAException {
    requireKnown(BranchXid.encode(xid), store.branches()::forget);
  }

  /** Rolls back a branch that no transaction manager asked for; one that does hears XAER_NOTA. */
  void abandon(Branch branch) {
    end(branch);
  }

  /** Rolls all back: the adapter stops. */
  void close() {
    active.values().forEach(this::end);
  }

  private void end(Branch branch) {
    branch.rollback();
    active.remove(branch.id());
  }

  private void requireReady(Branch branch) throws XAException {
    try {
      branch.requireReady();
    } catch (XAException e) {
      if (e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND) {
        active.remove(branch.id());
      }
      throw e;
    }
  }

  /**
   * A prepare that was not answered: the branch may be kept or not. No vote was given, so that it
   * may still be rolled back; a branch that no one asks for would keep its messages until the next
   * recovery.
   */
  private XAException refusal(BranchId id, OutcomeUnknownException failure) {
    try {
      Stages.await(store.branches().rollback(id), timeout);
      return XaErrors.rolledBackAfterSilence(id, failure);
    } catch (QueueException e) {
      failure.addSuppressed(e);
      return XaErrors.unavailable(id, failure);
    }
  }

  private void requireKnown(BranchId id, SecondPhase phase) throws XAException {
    boolean known;
    try {
      known = Stages.await(phase.apply(id), timeout);
    } catch (HeuristicOutcomeException e) {
      throw XaErrors.heuristic(e);
    } catch (QueueException e) {
      throw XaErrors.unavailable(id, e);
    }
    if (!known) {
      throw XaErrors.unknown(id);
    }
  }

  /** Commits, rolls back or forgets what was prepared. */
  private interface SecondPhase {
    CompletionStage<Boolean> apply(BranchId branch);
  }
}
