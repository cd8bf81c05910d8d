package io.hikyaku.benchmarks.mdb.work;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Holds beans until a round begins, and counts what they commit. Thread-safe. */
public final class Progress {

  private static final AtomicLong COMMITTED = new AtomicLong();
  private static volatile long lastMillis;
  private static volatile CountDownLatch gate = new CountDownLatch(1);
  private static volatile boolean twoPhases;

  private Progress() {}

  /** Beans wait from here on, with the message that they have. */
  static void hold(boolean inTwoPhases) {
    twoPhases = inTwoPhases;
    gate = new CountDownLatch(1);
    COMMITTED.set(0);
  }

  static void go() {
    gate.countDown();
  }

  /** Whether beans take a second resource into their transactions. */
  public static boolean inTwoPhases() {
    return twoPhases;
  }

  /** Called by a bean for each message, in its transaction. */
  public static void begin(TransactionSynchronizationRegistry transactions) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    transactions.registerInterposedSynchronization(new Counting());
  }

  static String status() {
    return COMMITTED.get() + " " + lastMillis;
  }

  private static final class Counting implements Synchronization {
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        lastMillis = System.currentTimeMillis();
        COMMITTED.incrementAndGet();
      }
    }
  }
}
