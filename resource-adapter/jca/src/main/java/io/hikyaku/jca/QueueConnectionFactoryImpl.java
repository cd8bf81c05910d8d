package io.hikyaku.jca;

import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.api.mapreduce.Jobs;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serializable;
import java.util.Optional;
import javax.naming.Reference;

/**
 * The factory that applications get injected. Serializable and Referenceable because a connection
 * factory must be, for JNDI (Jakarta Connectors 2.1 §6.5.1, §6.6.2); nothing here makes use of it.
 */
final class QueueConnectionFactoryImpl
    implements QueueConnectionFactory, Serializable, Referenceable {

  private static final long serialVersionUID = 1L;

  private final QueueManagedConnectionFactory factory;
  private final ConnectionManager manager;
  private Reference reference;

  QueueConnectionFactoryImpl(QueueManagedConnectionFactory factory, ConnectionManager manager) {
    this.factory = factory;
    this.manager = manager;
  }

  @Override
  public QueueConnection getConnection() {
    Optional<QueueConnection> joined =
        runtime()
            .currentDelivery()
            .joinable()
            .map(delivery -> new JoinedConnection(delivery, runtime(), this::allocate));
    return joined.orElseGet(this::allocate);
  }

  @Override
  public QueueManagement management() {
    return runtime().store().management();
  }

  @Override
  public Jobs jobs() {
    return runtime().jobs();
  }

  private QueueConnection allocate() {
    try {
      return (QueueConnection)
          manager.allocateConnection(factory, new QueueConnectionRequestInfo());
    } catch (ResourceException e) {
      throw new StoreUnavailableException("no connection to be had: " + e.getMessage(), e);
    }
  }

  private AdapterRuntime runtime() {
    try {
      return factory.runtime();
    } catch (ResourceException e) {
      throw new StoreUnavailableException(e.getMessage(), e);
    }
  }

  @Override
  public void setReference(Reference newReference) {
    reference = newReference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }
}
