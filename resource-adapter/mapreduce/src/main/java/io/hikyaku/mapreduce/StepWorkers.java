package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads that run steps where there is no application server, as its beans do where there is. */
public final class StepWorkers implements AutoCloseable {

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final long STOP_MILLIS = 5000;

  private final QueueStore store;
  private final Jobs jobs;
  private final TaskFactory tasks;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private StepWorkers(QueueStore store, Jobs jobs, TaskFactory tasks) {
    this.store = store;
    this.jobs = jobs;
    this.tasks = tasks;
  }

  /** Starts threads that take steps of the store's node, or of others that do not keep up. */
  public static StepWorkers start(
      QueueStore store, JobEngine engine, TaskFactory tasks, int threads) {
    engine.prepare(Jobs.STEPS);
    StepWorkers workers = new StepWorkers(store, engine, tasks);
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(workers::work, "hikyaku-steps-" + i);
      thread.setDaemon(true);
      workers.threads.add(thread);
      thread.start();
    }
    return workers;
  }

  private void work() {
    while (!stopped) {
      List<Lease> leases = List.of();
      try {
        leases = store.receive(Jobs.STEPS, 1, WAIT);
        for (Lease lease : leases) {
          jobs.runStep(lease.message(), tasks);
        }
        if (!leases.isEmpty()) {
          UnitOfWork unit = store.begin();
          unit.settle(leases);
          leases = List.of();
          unit.commit().toCompletableFuture().join();
        }
      } catch (RuntimeException e) {
        // the store is stopping or disturbed: the step goes back, and counts once
        store.release(leases, true, String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(STOP_MILLIS);
        thread.interrupt();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
