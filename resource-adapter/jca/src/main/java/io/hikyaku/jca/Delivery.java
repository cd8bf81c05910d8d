package io.hikyaku.jca;

import io.hikyaku.api.QueueException;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.util.List;

/**
 * One message, or one batch, on its way through a bean (Jakarta Connectors 2.1 §13.5.6, option B):
 * beforeDelivery, the listener's method, afterDelivery, all on one thread. Whatever fails at
 * whichever step, in the end the messages are settled, with a branch that is prepared, or back in
 * their queue.
 */
final class Delivery {

  private final AdapterRuntime runtime;
  private final ListenerMethod method;
  private final DeliveredMessages messages;
  private final TimedLease.Term leaseTerm;
  private final Hang onHang;
  private boolean takenBack;
  private Branch branch;
  private Throwable failure;

  /** Is told that a bean hangs, and with how many messages. */
  interface Hang {
    void seen(Thread thread, int messages);
  }

  Delivery(
      AdapterRuntime runtime,
      ListenerMethod method,
      List<Lease> leases,
      TimedLease.Term leaseTerm,
      Hang onHang) {
    this.runtime = runtime;
    this.method = method;
    this.messages = new DeliveredMessages(leases);
    this.leaseTerm = leaseTerm;
    this.onHang = onHang;
  }

  /** The server has begun the transaction of this delivery: the messages become part of it. */
  void started(Branch started) {
    if (branch == null) {
      branch = started;
      branch.scope().take(messages);
    }
  }

  /** Why it failed; null if the messages were consumed. */
  Throwable failure() {
    return failure;
  }

  /**
   * Hands the messages to a bean. Throws nothing.
   *
   * @return whether nothing failed: if something did, the endpoint must be released
   */
  boolean run(MessageEndpoint endpoint) {
    if (begin(endpoint)) {
      call(endpoint);
      finish(endpoint);
    }
    return failure == null;
  }

  private boolean begin(MessageEndpoint endpoint) {
    try {
      endpoint.beforeDelivery(method.method());
      return true;
    } catch (NoSuchMethodException | ResourceException | RuntimeException | Error e) {
      // not begun, so that there is nothing to pair; releasing the endpoint ends what is half begun
      failed(e);
      return false;
    }
  }

  private void call(MessageEndpoint endpoint) {
    CurrentDelivery current = runtime.currentDelivery();
    if (branch != null) {
      current.begin(branch);
    }
    messages.offered();
    Thread thread = Thread.currentThread();
    TimedLease lease = TimedLease.begin(runtime.timers(), leaseTerm, () -> takeBack(thread));
    try {
      method.deliver(endpoint, messages.messages());
    } catch (RuntimeException | Error e) {
      // the server knows it already and decides about the transaction
      failed(e);
    } finally {
      takenBack = !lease.end();
      current.end();
    }
  }

  /** The time of the messages is over while a bean still has them. */
  private void takeBack(Thread thread) {
    onHang.seen(thread, messages.leases().size());
    messages.failedBy(new QueueException("the bean had it for too long"));
    try {
      if (branch == null) {
        messages.giveBack(runtime.store());
      } else {
        branch.expire();
      }
    } catch (RuntimeException e) {
      // without a store they are another node's
    }
  }

  private void finish(MessageEndpoint endpoint) {
    try {
      endpoint.afterDelivery();
    } catch (ResourceException | RuntimeException | Error e) {
      if (branch != null) {
        // the transaction was not committed; without one, what the bean did stays done
        failed(e);
      }
    }
  }

  /**
   * After the endpoint was released, if it was: from here on no one else ends the transaction.
   * Throws nothing: without a store the messages are another node's.
   */
  void conclude() {
    try {
      if (branch == null) {
        settleOrGiveBack();
      } else {
        concludeTransaction();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void settleOrGiveBack() {
    if (takenBack) {
      failedWithoutException(); // they are back in their queue, or another bean has them
      return;
    }
    QueueStore store = runtime.store();
    if (failure != null) {
      messages.giveBack(store);
      return;
    }
    UnitOfWork unit = store.begin();
    unit.settle(messages.leases());
    Stages.await(unit.commit(), runtime.operationTimeout());
  }

  private void concludeTransaction() {
    switch (branch.scope().outcome()) {
      // a bean may throw what its transaction is not rolled back for
      case COMMITTED -> failure = null;
      // the second phase is the store's, and was rolled back if something failed
      case PREPARED -> {}
      case ROLLED_BACK, UNKNOWN, ENDING -> failedWithoutException();
      case OPEN -> {
        // never enlisted to the end, or never asked: the messages must not stay leased for ever
        runtime.branches().abandon(branch);
        failedWithoutException();
      }
    }
  }

  private void failedWithoutException() {
    if (failure == null) {
      failure = new QueueException(messages.reason());
    }
  }

  private void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
      messages.failedBy(cause);
    }
  }
}
