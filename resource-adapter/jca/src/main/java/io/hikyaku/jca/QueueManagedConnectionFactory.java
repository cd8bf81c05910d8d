package io.hikyaku.jca;

import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAllocationException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Makes connection factories and pooled connections (Jakarta Connectors 2.1 §6.5.3). It has no
 * properties: everything is said of the adapter. Recovery asks for a connection without a request
 * (§7.6.3), which is answered as any other.
 */
@ConnectionDefinition(
    connectionFactory = QueueConnectionFactory.class,
    connectionFactoryImpl = QueueConnectionFactoryImpl.class,
    connection = QueueConnection.class,
    connectionImpl = QueueConnectionImpl.class)
public final class QueueManagedConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation {

  private static final long serialVersionUID = 1L;

  private transient volatile HikyakuResourceAdapter adapter;
  private transient volatile PrintWriter logWriter;

  @Override
  public Object createConnectionFactory(ConnectionManager manager) {
    return new QueueConnectionFactoryImpl(this, manager);
  }

  /** For use without a server (§6.4.2): each connection is made for its handle. */
  @Override
  public Object createConnectionFactory() {
    return createConnectionFactory(new UnmanagedConnectionManager());
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    return new QueueManagedConnection(runtime());
  }

  /** Any connection will do, but for those from before a restart of the adapter. */
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo info) throws ResourceException {
    AdapterRuntime runtime = runtime();
    for (Object candidate : connections) {
      if (candidate instanceof QueueManagedConnection managed && managed.runtime() == runtime) {
        return managed;
      }
    }
    return null;
  }

  AdapterRuntime runtime() throws ResourceAllocationException {
    HikyakuResourceAdapter associated = adapter;
    if (associated == null) {
      throw new ResourceAllocationException("the factory has no resource adapter");
    }
    return associated
        .runtime()
        .orElseThrow(() -> new ResourceAllocationException("the resource adapter is not started"));
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter newAdapter) throws ResourceException {
    if (!(newAdapter instanceof HikyakuResourceAdapter hikyaku)) {
      throw new ResourceException("not a HikyakuResourceAdapter: " + newAdapter);
    }
    if (adapter != null && !adapter.equals(hikyaku)) {
      // §5.3.3: the association must not change
      throw new ResourceException("the factory has a resource adapter already");
    }
    adapter = hikyaku;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Equal if they make connections to the same adapter: servers keep pools by this. */
  @Override
  public boolean equals(Object other) {
    return other instanceof QueueManagedConnectionFactory factory
        && Objects.equals(factory.adapter, adapter);
  }

  @Override
  public int hashCode() {
    return QueueManagedConnectionFactory.class.hashCode();
  }
}
