package io.hikyaku.jca;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the server what happens at a managed connection (Jakarta Connectors 2.1 §6.5.7). */
final class ConnectionEvents {

  private final ManagedConnection source;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();

  ConnectionEvents(ManagedConnection source) {
    this.source = source;
  }

  void add(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  void remove(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  void closed(QueueConnectionImpl handle) {
    ConnectionEvent event = event(ConnectionEvent.CONNECTION_CLOSED, handle, null);
    listeners.forEach(listener -> listener.connectionClosed(event));
  }

  /** Only if the connection is of no use any more: the server throws it away. */
  void failed(Exception cause) {
    ConnectionEvent event = event(ConnectionEvent.CONNECTION_ERROR_OCCURRED, null, cause);
    listeners.forEach(listener -> listener.connectionErrorOccurred(event));
  }

  void localTransactionStarted(QueueConnectionImpl handle) {
    ConnectionEvent event = event(ConnectionEvent.LOCAL_TRANSACTION_STARTED, handle, null);
    listeners.forEach(listener -> listener.localTransactionStarted(event));
  }

  void localTransactionCommitted(QueueConnectionImpl handle) {
    ConnectionEvent event = event(ConnectionEvent.LOCAL_TRANSACTION_COMMITTED, handle, null);
    listeners.forEach(listener -> listener.localTransactionCommitted(event));
  }

  void localTransactionRolledBack(QueueConnectionImpl handle) {
    ConnectionEvent event = event(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK, handle, null);
    listeners.forEach(listener -> listener.localTransactionRolledback(event));
  }

  private ConnectionEvent event(int id, QueueConnectionImpl handle, Exception cause) {
    ConnectionEvent event = new ConnectionEvent(source, id, cause);
    event.setConnectionHandle(handle);
    return event;
  }
}
