package io.hikyaku.jca;

import io.hikyaku.api.AuthenticationException;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.DeliveryManagement;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.api.mapreduce.Jobs;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.SecurityException;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Supplier;
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
    // in a delivery, its bean was activated for a user that was checked
    return connection(QueueConnectionRequestInfo.NONE);
  }

  @Override
  public QueueConnection getConnection(String user, String password) {
    Credentials credentials = new Credentials(user, password);
    check(credentials);
    return connection(new QueueConnectionRequestInfo(credentials));
  }

  private QueueConnection connection(QueueConnectionRequestInfo request) {
    Supplier<QueueConnection> ordinary = () -> allocate(request);
    Optional<QueueConnection> joined =
        runtime()
            .currentDelivery()
            .joinable()
            .map(delivery -> new JoinedConnection(delivery, runtime(), ordinary));
    return joined.orElseGet(ordinary);
  }

  /** No connection is asked for, so that the factory's own user counts. */
  @Override
  public QueueManagement management() {
    check(factory.credentials(null, null));
    return runtime().store().management();
  }

  @Override
  public DeliveryManagement deliveries() {
    check(factory.credentials(null, null));
    return factory.deliveries();
  }

  @Override
  public Jobs jobs() {
    check(factory.credentials(null, null));
    return runtime().jobs();
  }

  private void check(Credentials credentials) {
    try {
      runtime().users().check(credentials);
    } catch (SecurityException e) {
      throw new AuthenticationException(e.getMessage(), e);
    }
  }

  private QueueConnection allocate(QueueConnectionRequestInfo request) {
    try {
      return (QueueConnection) manager.allocateConnection(factory, request);
    } catch (ResourceException e) {
      throw refused(e);
    }
  }

  /** A server wraps what the factory throws, or throws another with its text and code. */
  private static QueueException refused(ResourceException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ResourceException known
          && (known instanceof SecurityException || Users.REFUSED.equals(known.getErrorCode()))) {
        return new AuthenticationException(cause.getMessage(), failure);
      }
    }
    return new StoreUnavailableException(
        "no connection to be had: " + failure.getMessage(), failure);
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
