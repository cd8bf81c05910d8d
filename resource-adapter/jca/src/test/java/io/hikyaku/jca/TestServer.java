package io.hikyaku.jca;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of a server that an adapter is given at its start. */
final class TestServer implements BootstrapContext, WorkManager, AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger rejections = new AtomicInteger();
  private final TestTransactions transactions = new TestTransactions();

  /** The next so many works are rejected. */
  void reject(int count) {
    rejections.set(count);
  }

  TestTransactions transactions() {
    return transactions;
  }

  @Override
  public WorkManager getWorkManager() {
    return this;
  }

  @Override
  public TestTransactions getTransactionSynchronizationRegistry() {
    return transactions;
  }

  @Override
  public void scheduleWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkRejectedException {
    if (rejections.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new WorkRejectedException("rejected by the test");
    }
    threads.execute(work);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  @Override
  public void doWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void doWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long startWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long startWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scheduleWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer createTimer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> type) {
    return false;
  }

  @Override
  public XATerminator getXATerminator() {
    throw new UnsupportedOperationException();
  }
}
