package io.hikyaku.jca;

import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.management.DeliveryManagement;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Makes connection factories and pooled connections (Jakarta Connectors 2.1 §6.5.3). Its only
 * properties are the user for whom connections are made if neither the container nor the
 * application says otherwise; everything else is said of the adapter. Recovery asks for a
 * connection without a request (§7.6.3), which is answered as any other.
 */
@ConnectionDefinition(
    connectionFactory = QueueConnectionFactory.class,
    connectionFactoryImpl = QueueConnectionFactoryImpl.class,
    connection = QueueConnection.class,
    connectionImpl = QueueConnectionImpl.class)
public final class QueueManagedConnectionFactory
    implements ManagedConnectionFactory,
        ValidatingManagedConnectionFactory,
        ResourceAdapterAssociation {

  private static final long serialVersionUID = 1L;

  @ConfigProperty(description = "User of the adapter, unless the request names one.")
  private String userName = "";

  @ConfigProperty(description = "The user's password.", confidential = true)
  private String password = "";

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
    AdapterRuntime runtime = runtime();
    return new QueueManagedConnection(
        this, runtime, runtime.users().check(credentials(subject, info)));
  }

  DeliveryManagement deliveries() {
    return adapter.deliveries();
  }

  /** Who a request is for. */
  Credentials credentials(Subject subject, ConnectionRequestInfo info) {
    return Credentials.of(subject, info, this, new Credentials(userName, password));
  }

  /** Any connection of the same user will do, but for those from before a restart. */
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo info) throws ResourceException {
    AdapterRuntime runtime = runtime();
    String user = runtime.users().check(credentials(subject, info));
    for (Object candidate : connections) {
      if (candidate instanceof QueueManagedConnection managed && managed.serves(runtime, user)) {
        return managed;
      }
    }
    return null;
  }

  /** Connections from before a stop of the adapter, for the server to throw away (§6.5.3.4). */
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Set getInvalidConnections(Set connections) {
    Set<Object> invalid = new HashSet<>();
    for (Object candidate : connections) {
      if (!(candidate instanceof QueueManagedConnection managed) || !managed.isUsable()) {
        invalid.add(candidate);
      }
    }
    return invalid;
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

  public String getUserName() {
    return userName;
  }

  public void setUserName(String userName) {
    this.userName = userName;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
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

  /** Equal if they make connections of one user to one adapter: servers keep pools by this. */
  @Override
  public boolean equals(Object other) {
    return other instanceof QueueManagedConnectionFactory factory
        && Objects.equals(factory.adapter, adapter)
        && Objects.equals(factory.userName, userName)
        && Objects.equals(factory.password, password);
  }

  @Override
  public int hashCode() {
    // not of the adapter, which is set after a server may have put the factory into a map
    return Objects.hash(QueueManagedConnectionFactory.class, userName);
  }
}
