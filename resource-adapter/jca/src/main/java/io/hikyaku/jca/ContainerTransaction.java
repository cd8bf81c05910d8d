package io.hikyaku.jca;

import io.hikyaku.api.QueueException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;

/**
 * A local transaction that the server begins and ends (Jakarta Connectors 2.1 §7.7). It causes no
 * events: they tell the server what it does not know (§7.7.3).
 */
record ContainerTransaction(QueueManagedConnection managed) implements LocalTransaction {

  @Override
  public void begin() throws LocalTransactionException {
    run(() -> managed.beginLocal(null));
  }

  @Override
  public void commit() throws LocalTransactionException {
    run(() -> managed.commitLocal(null));
  }

  @Override
  public void rollback() throws LocalTransactionException {
    run(() -> managed.rollbackLocal(null));
  }

  private static void run(Runnable action) throws LocalTransactionException {
    try {
      action.run();
    } catch (QueueException | IllegalStateException e) {
      throw new LocalTransactionException(e.getMessage(), e);
    }
  }
}
