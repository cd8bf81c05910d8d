package io.hikyaku.container;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where beans wait until a test lets them go on, without using the processor. */
final class Gate {

  /** A test that failed lets go, too. */
  private static final long LIMIT_SECONDS = 60;

  private final CountDownLatch open = new CountDownLatch(1);

  void open() {
    open.countDown();
  }

  void pass() {
    try {
      if (!open.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the bean go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
