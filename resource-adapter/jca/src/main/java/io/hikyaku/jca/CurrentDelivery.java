package io.hikyaku.jca;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;

/**
 * The delivery that the calling thread is handling, so that what a bean does through the injected
 * factory joins the delivery's own branch: one resource, one phase. Thread-safe.
 */
final class CurrentDelivery {

  private final TransactionSynchronizationRegistry transactions;

  // per adapter, not static, and always removed: nothing of a stopped adapter stays at a thread
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Joinable> threads = new ThreadLocal<>();

  /**
   * @param transactions of the server; null if it has none, then nothing is joined
   */
  CurrentDelivery(TransactionSynchronizationRegistry transactions) {
    this.transactions = transactions;
  }

  /** Between beforeDelivery and the listener's method. */
  void begin(Branch branch) {
    Object key = transactions == null ? null : transactions.getTransactionKey();
    if (key != null) {
      threads.set(new Joinable(transactions, key, branch));
    }
  }

  /** Before afterDelivery: handles of this delivery become invalid. */
  void end() {
    Joinable ended = threads.get();
    if (ended != null) {
      ended.over = true;
      threads.remove();
    }
  }

  /** The delivery whose transaction is the one this thread is in now. */
  Optional<Joinable> joinable() {
    return Optional.ofNullable(threads.get()).filter(Joinable::isCurrent);
  }

  /** A delivery that can be joined. */
  static final class Joinable {

    private final TransactionSynchronizationRegistry transactions;
    private final Object key;
    private final Branch branch;
    private volatile boolean over;

    private Joinable(TransactionSynchronizationRegistry transactions, Object key, Branch branch) {
      this.transactions = transactions;
      this.key = key;
      this.branch = branch;
    }

    /**
     * Whether the calling thread is in the delivery's transaction: not so in a method of a bean
     * that requires a new one, or on another thread.
     */
    boolean isCurrent() {
      return !over && key.equals(transactions.getTransactionKey());
    }

    boolean isOver() {
      return over;
    }

    Session session() {
      return branch.scope();
    }
  }
}
