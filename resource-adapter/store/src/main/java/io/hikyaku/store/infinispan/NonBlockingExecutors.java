package io.hikyaku.store.infinispan;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.infinispan.commons.executors.ThreadPoolExecutorFactory;
import org.infinispan.commons.util.concurrent.NonBlockingRejectedExecutionHandler;

/**
 * Infinispan's executor for work that never blocks: what a thread causes that hands up what it read
 * from a socket, above all the storing of a copy, it does itself; see {@link DirectDelivery}. All
 * else goes to a pool.
 */
final class NonBlockingExecutors implements ThreadPoolExecutorFactory<ExecutorService> {

  private static final int QUEUE = 10_000;
  private static final long KEEP_ALIVE_SECONDS = 60;

  @Override
  public ExecutorService createExecutor(ThreadFactory threads) {
    int size = Math.max(2, Runtime.getRuntime().availableProcessors());
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            size,
            size,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            threads,
            NonBlockingRejectedExecutionHandler.getInstance()) {
          @Override
          public void execute(Runnable work) {
            if (DirectDelivery.isDelivering()) {
              work.run();
            } else {
              super.execute(work);
            }
          }
        };
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public boolean createsNonBlockingThreads() {
    return true;
  }

  @Override
  public void validate() {
    // nothing can be set
  }
}
