package io.hikyaku.jca;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.mapreduce.JobEngine;
import io.hikyaku.store.QueueStore;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;

/** What there is between a start of the adapter and its stop. Thread-safe. */
final class AdapterRuntime {

  private final QueueStore store;
  private final JobEngine jobs;
  private final Timers timers;
  private final Duration operationTimeout;
  private final Duration stopTimeout;
  private final Branches branches;
  private final CurrentDelivery currentDelivery;
  private final WorkManager workManager;
  private final Users users;
  private volatile boolean stopped;

  AdapterRuntime(
      QueueStore store,
      AdapterConfiguration configuration,
      WorkManager workManager,
      TransactionSynchronizationRegistry transactions) {
    this.store = store;
    this.timers = new Timers(configuration.store().nodeName());
    this.operationTimeout = configuration.store().operationTimeout();
    this.jobs = JobEngine.start(store, operationTimeout);
    this.stopTimeout = configuration.store().stopTimeout();
    this.branches = new Branches(store, operationTimeout, timers);
    this.currentDelivery = new CurrentDelivery(transactions);
    this.workManager = workManager;
    this.users = configuration.users();
  }

  /**
   * The store.
   *
   * @throws StoreUnavailableException if the adapter was stopped
   */
  QueueStore store() {
    if (stopped) {
      throw new StoreUnavailableException(
          "the resource adapter was stopped: get a new connection when it is started again");
    }
    return store;
  }

  /**
   * Jobs on the store.
   *
   * @throws StoreUnavailableException if the adapter was stopped
   */
  Jobs jobs() {
    store();
    return jobs;
  }

  boolean isStopped() {
    return stopped;
  }

  Users users() {
    return users;
  }

  Timers timers() {
    return timers;
  }

  Branches branches() {
    return branches;
  }

  CurrentDelivery currentDelivery() {
    return currentDelivery;
  }

  WorkManager workManager() {
    return workManager;
  }

  Duration operationTimeout() {
    return operationTimeout;
  }

  /** How long running deliveries may go on when their endpoint is deactivated. */
  Duration deactivationTimeout() {
    // the other half of a server's quiesce time is for leaving the cluster
    return stopTimeout.dividedBy(2);
  }

  /** Rolls back what is open and leaves the cluster. */
  void close() {
    stopped = true;
    timers.close();
    branches.close();
    jobs.close();
    store.close();
  }
}
