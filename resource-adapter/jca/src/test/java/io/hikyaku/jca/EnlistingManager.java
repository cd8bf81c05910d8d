package io.hikyaku.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import javax.transaction.xa.XAException;

/** Makes a connection for each request and enlists it, as servers do inside a transaction. */
final class EnlistingManager implements ConnectionManager {

  private static final long serialVersionUID = 1L;

  private final transient TestTransactions transactions;
  private int allocations;

  EnlistingManager(TestTransactions transactions) {
    this.transactions = transactions;
  }

  int allocations() {
    return allocations;
  }

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
      throws ResourceException {
    allocations++;
    ManagedConnection managed = factory.createManagedConnection(null, info);
    if (transactions.getTransactionKey() != null) {
      try {
        transactions.enlist(managed.getXAResource());
      } catch (XAException e) {
        throw new ResourceException("not enlisted", e);
      }
    }
    return managed.getConnection(null, info);
  }
}
