package io.hikyaku.jca;

import io.hikyaku.api.LocalTransaction;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import java.time.Duration;
import java.util.List;

/**
 * An application's handle to a managed connection (Jakarta Connectors 2.1 §6.5.1, §6.5.2). The
 * server may move it from one managed connection to another.
 */
final class QueueConnectionImpl extends AbstractQueueConnection {

  private volatile QueueManagedConnection managed;

  QueueConnectionImpl(QueueManagedConnection managed) {
    this.managed = managed;
  }

  @Override
  public List<MessageId> sendAll(String group, List<Message> messages) {
    return managed().session().send(group, messages);
  }

  @Override
  public List<ReceivedMessage> receiveBatch(String group, int max, Duration wait) {
    return managed().session().receive(group, max, wait);
  }

  @Override
  public List<ReceivedMessage> browse(String group, int limit) {
    return managed().store().browse(group, limit);
  }

  @Override
  public LocalTransaction localTransaction() {
    managed().requireNoXaTransaction();
    return new HandleTransaction(this);
  }

  @Override
  public void close() {
    QueueManagedConnection connection = managed;
    if (connection != null) {
      connection.close(this);
    }
  }

  /** Where it works now; null when closed. */
  void associate(QueueManagedConnection connection) {
    managed = connection;
  }

  /** The server is about to associate it with another managed connection, if it has one. */
  void leave() {
    QueueManagedConnection connection = managed;
    if (connection != null) {
      connection.forget(this);
    }
  }

  /**
   * @throws IllegalStateException if it was closed, by the application or the server
   */
  QueueManagedConnection managed() {
    QueueManagedConnection connection = managed;
    if (connection == null) {
      throw new IllegalStateException("the connection is closed: get a new one from the factory");
    }
    return connection;
  }
}
