package io.hikyaku.jca;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One unit of work and its end: what a transaction branch and a local transaction have in common.
 * Thread-safe, as a unit of work is not and connections joined to one branch may share it.
 */
final class TransactionScope implements Session {

  /** How it stands. */
  enum Outcome {
    /** Takes sends and receives. */
    OPEN,
    /** A commit is under way. */
    ENDING,
    COMMITTED,
    /** Kept by the store under its branch's name. */
    PREPARED,
    ROLLED_BACK,
    /** The copies did not answer: the store decides. */
    UNKNOWN
  }

  private final QueueStore store;
  private final Duration timeout;
  private final UnitOfWork unit;
  private Outcome outcome = Outcome.OPEN;
  private DeliveredMessages delivered;

  TransactionScope(QueueStore store, Duration timeout) {
    this.store = store;
    this.timeout = timeout;
    this.unit = store.begin();
  }

  @Override
  public synchronized List<MessageId> send(String group, List<Message> messages) {
    requireOpen();
    return unit.sendAll(group, messages);
  }

  @Override
  public List<ReceivedMessage> receive(String group, int max, Duration wait) {
    synchronized (this) {
      requireOpen();
    }
    List<Lease> leases = store.receive(group, max, wait);
    synchronized (this) {
      if (outcome != Outcome.OPEN) {
        // rolled back by a timeout while this thread waited
        store.release(leases, false, null);
      }
      requireOpen();
      if (!leases.isEmpty()) {
        unit.settle(leases);
      }
    }
    return leases.stream().map(Lease::message).toList();
  }

  /**
   * Takes over what is being delivered to a bean: settled at the commit, returned at a rollback.
   */
  synchronized void take(DeliveredMessages messages) {
    delivered = messages;
  }

  synchronized Outcome outcome() {
    return outcome;
  }

  synchronized boolean isEmpty() {
    return unit.isEmpty() && delivered == null;
  }

  /**
   * Makes it take effect.
   *
   * @throws QueueException if it did not, or may not have: {@link #outcome} tells
   */
  void commit() {
    close();
    finish(Outcome.COMMITTED, unit::commit);
  }

  /** Keeps it under the branch's name. Errors as for {@link #commit}. */
  void prepare(BranchId branch) {
    close();
    finish(Outcome.PREPARED, () -> unit.prepare(branch));
  }

  /** Drops what was sent, returns what was received. Does nothing if it has ended. */
  synchronized void rollback() {
    if (outcome == Outcome.OPEN) {
      outcome = Outcome.ROLLED_BACK;
      if (delivered == null) {
        unit.rollback();
      } else {
        unit.rollback(delivered.reason());
        delivered.giveBack(store);
      }
    }
  }

  private synchronized void close() {
    if (outcome != Outcome.OPEN) {
      throw new QueueException("the transaction is over: " + outcome);
    }
    outcome = Outcome.ENDING;
    if (delivered != null) {
      unit.settle(delivered.leases());
    }
  }

  private void finish(Outcome success, Supplier<CompletionStage<Void>> end) {
    Outcome reached = Outcome.UNKNOWN;
    try {
      Stages.await(end.get(), timeout);
      reached = success;
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (QueueException e) {
      // the store has rolled the unit of work back
      reached = Outcome.ROLLED_BACK;
      throw e;
    } finally {
      synchronized (this) {
        outcome = reached;
      }
    }
  }

  private void requireOpen() {
    if (outcome != Outcome.OPEN) {
      throw new IllegalStateException(
          "the transaction is over (" + outcome + "): nothing more can be done in it");
    }
  }
}
