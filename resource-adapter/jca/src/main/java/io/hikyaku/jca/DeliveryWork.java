package io.hikyaku.jca;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;

/**
 * A thread of the server for a consumer's deliveries (Jakarta Connectors 2.1 §10.3). Neither method
 * is synchronized, as the server calls one while the other runs.
 */
final class DeliveryWork implements Work {

  /** After this the messages go back, so that another node may take them. */
  private static final long START_TIMEOUT_MILLIS = 10_000;

  private final Consumer consumer;
  private volatile boolean released;

  private DeliveryWork(Consumer consumer) {
    this.consumer = consumer;
  }

  /** Asks for a thread, without waiting for it. */
  static void schedule(WorkManager manager, Consumer consumer) throws WorkException {
    DeliveryWork work = new DeliveryWork(consumer);
    manager.scheduleWork(work, START_TIMEOUT_MILLIS, null, new Rejection(consumer));
  }

  @Override
  public void run() {
    consumer.work(this);
  }

  /** The server wants its thread back. */
  @Override
  public void release() {
    released = true;
  }

  boolean isReleased() {
    return released;
  }

  /** A server may also take the work and reject it afterwards. */
  private static final class Rejection extends WorkAdapter {

    private final Consumer consumer;

    Rejection(Consumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void workRejected(WorkEvent event) {
      consumer.rejected(event.getException());
    }
  }
}
