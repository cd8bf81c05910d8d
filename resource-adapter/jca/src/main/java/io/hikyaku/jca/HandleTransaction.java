package io.hikyaku.jca;

import io.hikyaku.api.LocalTransaction;

/** A local transaction that the application begins and ends itself. */
record HandleTransaction(QueueConnectionImpl handle) implements LocalTransaction {

  @Override
  public void begin() {
    handle.managed().beginLocal(handle);
  }

  @Override
  public void commit() {
    handle.managed().commitLocal(handle);
  }

  @Override
  public void rollback() {
    handle.managed().rollbackLocal(handle);
  }
}
