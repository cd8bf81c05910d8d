package io.hikyaku.jca;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A transaction manager of the least kind: one thread, no log. */
final class TestTransactions implements TransactionSynchronizationRegistry {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** A transaction of the calling thread. */
  static final class Transaction {
    private final int number = COUNT.incrementAndGet();
    private final List<XAResource> resources = new ArrayList<>();
    private final List<Xid> xids = new ArrayList<>();
    private boolean rollbackOnly;
  }

  @SuppressWarnings("ThreadLocalUsage") // one manager per test
  private final ThreadLocal<Transaction> current = new ThreadLocal<>();

  static Xid xid(int global, int branch) {
    return BranchXid.decode(
            new io.hikyaku.store.BranchId(
                String.format("xa:%x:%08x:%08x", 0x48494b59, global, branch)))
        .orElseThrow();
  }

  /** Resources are told this limit when they are enlisted; 0 for none. */
  volatile int timeoutSeconds;

  void begin() {
    current.set(new Transaction());
  }

  Transaction suspend() {
    Transaction suspended = current.get();
    current.remove();
    return suspended;
  }

  void resume(Transaction transaction) {
    current.set(transaction);
  }

  void enlist(XAResource resource) throws XAException {
    Transaction transaction = current.get();
    Xid xid = xid(transaction.number, transaction.resources.size());
    resource.setTransactionTimeout(timeoutSeconds);
    resource.start(xid, XAResource.TMNOFLAGS);
    transaction.resources.add(resource);
    transaction.xids.add(xid);
  }

  @Override
  public void setRollbackOnly() {
    current.get().rollbackOnly = true;
  }

  @Override
  public boolean getRollbackOnly() {
    return current.get().rollbackOnly;
  }

  /** Commits in one phase, or in two if there are several resources; rolls back if it must. */
  void end() throws XAException {
    Transaction transaction = suspend();
    for (int i = 0; i < transaction.resources.size(); i++) {
      int flags = transaction.rollbackOnly ? XAResource.TMFAIL : XAResource.TMSUCCESS;
      transaction.resources.get(i).end(transaction.xids.get(i), flags);
    }
    if (transaction.rollbackOnly) {
      for (int i = 0; i < transaction.resources.size(); i++) {
        transaction.resources.get(i).rollback(transaction.xids.get(i));
      }
    } else if (transaction.resources.size() == 1) {
      transaction.resources.get(0).commit(transaction.xids.get(0), true);
    } else {
      commitInTwoPhases(transaction);
    }
  }

  private static void commitInTwoPhases(Transaction transaction) throws XAException {
    boolean[] voted = new boolean[transaction.resources.size()];
    for (int i = 0; i < voted.length; i++) {
      voted[i] = transaction.resources.get(i).prepare(transaction.xids.get(i)) == XAResource.XA_OK;
    }
    for (int i = 0; i < voted.length; i++) {
      if (voted[i]) {
        transaction.resources.get(i).commit(transaction.xids.get(i), false);
      }
    }
  }

  @Override
  public Object getTransactionKey() {
    Transaction transaction = current.get();
    return transaction == null ? null : ByteBuffer.allocate(4).putInt(0, transaction.number);
  }

  @Override
  public int getTransactionStatus() {
    return current.get() == null ? Status.STATUS_NO_TRANSACTION : Status.STATUS_ACTIVE;
  }

  @Override
  public void putResource(Object key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getResource(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void registerInterposedSynchronization(Synchronization synchronization) {
    throw new UnsupportedOperationException();
  }
}
