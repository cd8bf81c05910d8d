package io.hikyaku.jca;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.QueueStore;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A pooled connection (Jakarta Connectors 2.1 §6.5.4). There is no link behind it, as the store is
 * in this process: it is the place where handles meet their transaction.
 *
 * <p>Several handles may be open at once; a local transaction is that of the managed connection, so
 * that all of its handles work in it.
 */
final class QueueManagedConnection implements ManagedConnection, QueueXAResource.Owner {

  private final QueueManagedConnectionFactory factory;
  private final AdapterRuntime runtime;
  private final String userName;
  private final QueueXAResource xaResource;
  private final ConnectionEvents events = new ConnectionEvents(this);
  private final Set<QueueConnectionImpl> handles = ConcurrentHashMap.newKeySet();
  private volatile LocalWork local;
  private PrintWriter logWriter;

  /** A local transaction; begun by this handle, or by the server if it is null. */
  private record LocalWork(TransactionScope scope, QueueConnectionImpl begunBy) {}

  /**
   * @param userName who signed on; empty for nobody in particular
   */
  QueueManagedConnection(
      QueueManagedConnectionFactory factory, AdapterRuntime runtime, String userName) {
    this.factory = factory;
    this.runtime = runtime;
    this.userName = userName;
    this.xaResource = new QueueXAResource(runtime, this);
  }

  /** Whether it serves a user of a started adapter; not after the adapter was started anew. */
  boolean serves(AdapterRuntime started, String user) {
    return runtime == started && userName.equals(user);
  }

  boolean isUsable() {
    return !runtime.isStopped();
  }

  // what handles do

  /**
   * The store.
   *
   * @throws StoreUnavailableException if the adapter was stopped; the server is told before that
   *     the connection is of no use any more
   */
  QueueStore store() {
    try {
      return runtime.store();
    } catch (StoreUnavailableException e) {
      events.failed(e);
      throw e;
    }
  }

  /** In which transaction a handle works now. */
  Session session() {
    QueueStore store = store();
    LocalWork work = local;
    if (work != null) {
      return work.scope();
    }
    return xaResource
        .current()
        .<Session>map(Branch::scope)
        .orElseGet(() -> new AutoCommit(store, runtime.operationTimeout()));
  }

  void requireNoXaTransaction() {
    if (xaResource.current().isPresent()) {
      throw new IllegalStateException(
          "there is a Jakarta transaction: it decides, a local one has no place in it");
    }
  }

  void close(QueueConnectionImpl handle) {
    LocalWork work = local;
    if (work != null && work.begunBy() == handle) {
      rollbackLocal(handle);
    }
    if (handles.remove(handle)) {
      handle.associate(null);
      events.closed(handle);
    }
  }

  // local transactions

  /**
   * @param handle whose application asks; null if the server does
   */
  void beginLocal(QueueConnectionImpl handle) {
    requireNoXaTransaction();
    if (local != null) {
      throw new IllegalStateException("the local transaction was begun already");
    }
    local = new LocalWork(new TransactionScope(store(), runtime.operationTimeout()), handle);
    if (handle != null) {
      events.localTransactionStarted(handle);
    }
  }

  void commitLocal(QueueConnectionImpl handle) {
    TransactionScope scope = endLocal();
    try {
      scope.commit();
    } catch (RuntimeException e) {
      // also if the outcome is unknown: the event only tells that the transaction is over
      if (handle != null) {
        events.localTransactionRolledBack(handle);
      }
      throw e;
    }
    if (handle != null) {
      events.localTransactionCommitted(handle);
    }
  }

  void rollbackLocal(QueueConnectionImpl handle) {
    endLocal().rollback();
    if (handle != null) {
      events.localTransactionRolledBack(handle);
    }
  }

  private TransactionScope endLocal() {
    LocalWork work = local;
    if (work == null) {
      throw new IllegalStateException("the local transaction was not begun");
    }
    local = null;
    return work.scope();
  }

  @Override
  public void starting() throws XAException {
    if (local != null) {
      throw XaErrors.outside("a local transaction is open on this connection");
    }
  }

  // what the server does

  /**
   * A handle.
   *
   * @throws SecurityException if it is for somebody else: a connection stays with who signed on
   *     (§9.1.9)
   */
  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info)
      throws SecurityException {
    String user = runtime.users().check(factory.credentials(subject, info));
    if (!user.equals(userName)) {
      throw new SecurityException(
          "the connection is of '" + userName + "' and cannot be that of '" + user + "'");
    }
    QueueConnectionImpl handle = new QueueConnectionImpl(this);
    handles.add(handle);
    return handle;
  }

  @Override
  public void associateConnection(Object connection) throws ResourceException {
    if (!(connection instanceof QueueConnectionImpl handle)) {
      throw new ResourceException("not a connection of this adapter: " + connection);
    }
    handle.leave();
    handle.associate(this);
    handles.add(handle);
  }

  void forget(QueueConnectionImpl handle) {
    handles.remove(handle);
  }

  /** Idempotent: handles become invalid, an open local transaction is rolled back (§6.5.5). */
  @Override
  public void cleanup() {
    handles.forEach(handle -> handle.associate(null));
    handles.clear();
    if (local != null) {
      endLocal().rollback();
    }
  }

  @Override
  public void destroy() {
    cleanup();
  }

  @Override
  public XAResource getXAResource() {
    return xaResource;
  }

  @Override
  public LocalTransaction getLocalTransaction() {
    return new ContainerTransaction(this);
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new QueueConnectionMetaData(userName);
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    events.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    events.remove(listener);
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }
}
