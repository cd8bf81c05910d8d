package io.hikyaku.jca;

import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.FailureText;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import java.util.List;

/**
 * Messages on their way to a bean. They are not put into the branch's unit of work before it
 * commits, as a unit of work returns its messages without a reason, and the dead letter of a
 * message should tell what the bean threw.
 */
final class DeliveredMessages {

  private final List<Lease> leases;
  private volatile boolean offered;
  private volatile String reason = "the transaction was rolled back";

  DeliveredMessages(List<Lease> leases) {
    this.leases = List.copyOf(leases);
  }

  List<Lease> leases() {
    return leases;
  }

  List<ReceivedMessage> messages() {
    return leases.stream().map(Lease::message).toList();
  }

  String group() {
    return leases.get(0).message().group();
  }

  /** From here on a bean may have seen them: a return counts as a failed delivery. */
  void offered() {
    offered = true;
  }

  void failedBy(Throwable failure) {
    reason = FailureText.of(failure);
  }

  String reason() {
    return reason;
  }

  /** Returns them to their queue. */
  void giveBack(QueueStore store) {
    store.release(leases, offered, offered ? reason : null);
  }
}
