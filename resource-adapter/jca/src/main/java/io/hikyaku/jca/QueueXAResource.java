package io.hikyaku.jca;

import io.hikyaku.api.QueueException;
import java.time.Duration;
import java.util.Optional;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The store towards the transaction manager (Jakarta Connectors 2.1 §7.6, Jakarta Transactions 2.0
 * §3.4). Each managed connection and each consumer has one for its whole life; one more per
 * activation spec is made for recovery.
 */
final class QueueXAResource implements XAResource {

  /** Who works in the branch that is associated. */
  interface Owner {
    /** Before an association: may refuse it. */
    default void starting() throws XAException {}

    /** A new branch is associated. */
    default void started(Branch branch) {}
  }

  private static final Xid[] NONE = {};

  private final AdapterRuntime runtime;
  private final Owner owner;
  private volatile Branch current;
  private volatile int timeoutSeconds;

  QueueXAResource(AdapterRuntime runtime, Owner owner) {
    this.runtime = runtime;
    this.owner = owner;
  }

  /** The branch in which its owner works at the moment. */
  Optional<Branch> current() {
    return Optional.ofNullable(current);
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    Branch associated = current;
    if (associated != null) {
      throw XaErrors.protocol("another branch is associated: " + associated.id().value());
    }
    owner.starting();
    switch (flags) {
      case TMNOFLAGS -> {
        Branch branch = open(xid);
        branch.associate(this);
        current = branch;
        owner.started(branch);
      }
      case TMJOIN -> {
        Branch branch = branches().get(xid);
        branch.associate(this);
        current = branch;
      }
      case TMRESUME -> {
        Branch branch = branches().get(xid);
        branch.resume(this);
        current = branch;
      }
      default -> throw XaErrors.invalid("start with flags 0x" + Integer.toHexString(flags));
    }
  }

  private Branch open(Xid xid) throws XAException {
    try {
      return branches().open(xid, Duration.ofSeconds(timeoutSeconds));
    } catch (QueueException e) {
      throw XaErrors.unavailable(BranchXid.encode(xid), e);
    }
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    Branch branch = current;
    if (branch == null || !branch.id().equals(BranchXid.encode(xid))) {
      // suspended here before: ends without being resumed
      branch = branches().get(xid);
    }
    switch (flags) {
      case TMSUCCESS -> branch.dissociate(this, false);
      case TMFAIL -> branch.dissociate(this, true);
      case TMSUSPEND -> branch.suspend(this);
      default -> throw XaErrors.invalid("end with flags 0x" + Integer.toHexString(flags));
    }
    if (branch == current) {
      current = null;
    }
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    return branches().prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase) {
      branches().commitOnePhase(xid);
    } else {
      branches().commitPrepared(xid);
    }
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    branches().rollback(xid);
  }

  /** An administrator's decision about a branch, which the transaction manager was told of. */
  @Override
  public void forget(Xid xid) throws XAException {
    branches().forget(xid);
  }

  /**
   * The branches in doubt, all of them at the start of a scan, so that there is nothing left for
   * its continuation. Names that no Xid was made into are not the transaction manager's.
   */
  @Override
  public Xid[] recover(int flags) throws XAException {
    if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
      throw XaErrors.invalid("recover with flags 0x" + Integer.toHexString(flags));
    }
    if ((flags & TMSTARTRSCAN) == 0) {
      return NONE;
    }
    try {
      return runtime.store().branches().inDoubt().stream()
          .map(BranchXid::decode)
          .flatMap(Optional::stream)
          .toArray(Xid[]::new);
    } catch (QueueException e) {
      throw XaErrors.unavailable(e);
    }
  }

  /** By the identity of the store: branches of one adapter can be joined, those of two cannot. */
  @Override
  public boolean isSameRM(XAResource other) {
    return other instanceof QueueXAResource resource && resource.runtime == runtime;
  }

  @Override
  public int getTransactionTimeout() {
    return timeoutSeconds;
  }

  /** Applies to branches that are started from now on; 0 for no limit of the adapter's own. */
  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    if (seconds < 0) {
      throw XaErrors.invalid("transaction timeout of " + seconds + " s");
    }
    timeoutSeconds = seconds;
    return true;
  }

  private Branches branches() {
    return runtime.branches();
  }
}
