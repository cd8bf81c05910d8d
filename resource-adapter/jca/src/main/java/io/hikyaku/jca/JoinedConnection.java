package io.hikyaku.jca;

import io.hikyaku.api.LocalTransaction;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.jca.CurrentDelivery.Joinable;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A handle that works in the branch of the delivery in which it was opened. Looked at each time: in
 * a method that runs in another transaction than the delivery's, the operation goes through an
 * ordinary connection, so that it joins that transaction.
 */
final class JoinedConnection extends AbstractQueueConnection {

  private final Joinable delivery;
  private final AdapterRuntime runtime;
  private final Supplier<QueueConnection> ordinary;
  private boolean closed;

  JoinedConnection(Joinable delivery, AdapterRuntime runtime, Supplier<QueueConnection> ordinary) {
    this.delivery = delivery;
    this.runtime = runtime;
    this.ordinary = ordinary;
  }

  @Override
  public List<MessageId> sendAll(String group, List<Message> messages) {
    if (isJoined()) {
      return delivery.session().send(group, messages);
    }
    try (QueueConnection connection = ordinary.get()) {
      return connection.sendAll(group, messages);
    }
  }

  @Override
  public List<ReceivedMessage> receiveBatch(String group, int max, Duration wait) {
    if (isJoined()) {
      return delivery.session().receive(group, max, wait);
    }
    try (QueueConnection connection = ordinary.get()) {
      return connection.receiveBatch(group, max, wait);
    }
  }

  @Override
  public List<ReceivedMessage> browse(String group, int limit) {
    requireOpen();
    return runtime.store().browse(group, limit);
  }

  @Override
  public LocalTransaction localTransaction() {
    requireOpen();
    throw new IllegalStateException(
        "this connection belongs to the delivery's transaction: where there is none, open another");
  }

  @Override
  public void close() {
    closed = true;
  }

  private boolean isJoined() {
    requireOpen();
    return delivery.isCurrent();
  }

  private void requireOpen() {
    if (closed || delivery.isOver()) {
      throw new IllegalStateException(
          closed
              ? "the connection is closed: get a new one from the factory"
              : "the delivery is over in which this connection was opened: get a new one for each");
    }
  }
}
