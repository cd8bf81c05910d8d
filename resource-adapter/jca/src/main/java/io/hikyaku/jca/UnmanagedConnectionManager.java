package io.hikyaku.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;

/** Stands in for the server's where there is none (Jakarta Connectors 2.1 §6.4.2): no pool. */
final class UnmanagedConnectionManager implements ConnectionManager {

  private static final long serialVersionUID = 1L;

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
      throws ResourceException {
    ManagedConnection managed = factory.createManagedConnection(null, info);
    managed.addConnectionEventListener(new DestroyWhenClosed(managed));
    return managed.getConnection(null, info);
  }

  private record DestroyWhenClosed(ManagedConnection managed) implements ConnectionEventListener {

    @Override
    public void connectionClosed(ConnectionEvent event) {
      destroy();
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      destroy();
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}

    private void destroy() {
      try {
        managed.destroy();
      } catch (ResourceException e) {
        throw new IllegalStateException("a connection could not be destroyed", e);
      }
    }
  }
}
