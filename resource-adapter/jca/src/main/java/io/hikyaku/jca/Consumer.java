package io.hikyaku.jca;

import io.hikyaku.store.Lease;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One of the consumers of an activation: waits for messages without a thread, has a bean handle
 * them on a thread of the server, waits again. At any time it does one of these.
 */
final class Consumer implements QueueXAResource.Owner {

  /** After so many deliveries in a row the thread is given back, so that others have a turn. */
  private static final int DELIVERIES_IN_A_ROW = 64;

  private final Activation activation;
  private final AdapterRuntime runtime;

  /** Messages for which a thread was asked; whoever takes them out is answerable for them. */
  private final AtomicReference<List<Lease>> scheduled = new AtomicReference<>();

  /** Whether it waits or works, or will in a moment; if not, it is woken when it may. */
  private final AtomicBoolean awake = new AtomicBoolean();

  private volatile CompletableFuture<List<Lease>> waiting;
  private volatile Delivery delivery;

  /** Ends a back-off; whoever takes it out is answerable for this consumer. Guarded by this. */
  private Future<?> backOff;

  Consumer(Activation activation, AdapterRuntime runtime) {
    this.activation = activation;
    this.runtime = runtime;
  }

  @Override
  public void started(Branch branch) {
    Delivery current = delivery;
    if (current != null) {
      current.started(branch);
    }
  }

  /** Starts to wait for messages, if it does nothing; false if it does. */
  boolean wake() {
    if (awake.compareAndSet(false, true)) {
      begin();
      return true;
    }
    return false;
  }

  private void begin() {
    if (activation.begin()) {
      receive();
    } else {
      rest();
    }
  }

  /** Waits for messages after a while, in which it does not count as one that does. */
  void receiveAfter(Duration delay) {
    activation.end();
    synchronized (this) {
      backOff = runtime.timers().schedule(this::backOffOver, delay);
    }
    if (!activation.isActive()) {
      // the deactivation may have come before there was something to cancel
      cancelBackOff();
    }
  }

  private void backOffOver() {
    if (takeBackOff() != null) {
      begin();
    }
  }

  /** A timer would keep the application in memory, and would delay what is resumed meanwhile. */
  private void cancelBackOff() {
    Future<?> timer = takeBackOff();
    if (timer != null) {
      timer.cancel(false);
      rest();
    }
  }

  private synchronized Future<?> takeBackOff() {
    Future<?> timer = backOff;
    backOff = null;
    return timer;
  }

  /** Waits for messages again. */
  void receive() {
    if (!activation.isActive()) {
      sleep();
    } else if (activation.crew().mayWait()) {
      next().whenComplete(this::waited);
    } else {
      retire();
    }
  }

  private void waited(List<Lease> leases, Throwable failure) {
    activation.crew().waited();
    arrived(leases, failure);
  }

  /** Does nothing until it is needed. */
  private void retire() {
    activation.end();
    awake.set(false);
  }

  private void sleep() {
    activation.end();
    rest();
  }

  /** Does nothing until it is woken. */
  private void rest() {
    awake.set(false);
    if (activation.isActive()) {
      wake(); // resumed meanwhile
    }
  }

  /** Ends the wait or back-off, and returns messages that no bean has been given yet. */
  void cancel() {
    cancelBackOff();
    CompletableFuture<List<Lease>> future = waiting;
    if (future != null) {
      future.cancel(false);
    }
    List<Lease> leases = takeScheduled();
    if (leases != null) {
      giveBack(leases);
      sleep();
    }
  }

  private CompletableFuture<List<Lease>> next() {
    CompletableFuture<List<Lease>> future;
    try {
      future = runtime.store().receive(activation.group(), activation.batchSize());
    } catch (RuntimeException e) {
      future = CompletableFuture.failedFuture(e);
    }
    waiting = future;
    if (!activation.isActive()) {
      // the deactivation may have come before there was something to cancel
      future.cancel(false);
    }
    return future;
  }

  private void arrived(List<Lease> leases, Throwable failure) {
    if (failure == null) {
      schedule(leases);
    } else if (Stages.unwrap(failure) instanceof CancellationException) {
      sleep();
    } else {
      activation.waitFailed(this, Stages.unwrap(failure));
    }
  }

  private void schedule(List<Lease> leases) {
    if (!activation.isActive()) {
      giveBack(leases);
      sleep();
      return;
    }
    activation.given(leases.size());
    scheduled.set(leases);
    try {
      DeliveryWork.schedule(runtime.workManager(), this);
    } catch (ResourceException | RuntimeException e) {
      rejected(e);
    }
  }

  /** The server has no thread for it. */
  void rejected(Exception cause) {
    List<Lease> leases = takeScheduled();
    if (leases != null) {
      giveBack(leases);
      activation.noEndpoint(this, cause);
    }
  }

  private List<Lease> takeScheduled() {
    List<Lease> leases = scheduled.getAndSet(null);
    if (leases != null) {
      activation.done();
    }
    return leases;
  }

  private void giveBack(List<Lease> leases) {
    if (!runtime.isStopped()) {
      runtime.store().release(leases, false, null);
    }
  }

  /** On a thread of the server: delivers what is there, and what comes meanwhile. */
  void work(DeliveryWork thread) {
    List<Lease> leases = scheduled.getAndSet(null);
    if (leases == null) {
      return;
    }
    Runnable next;
    try {
      next = deliverInARow(leases, thread);
    } finally {
      activation.done();
    }
    // only now, so that a consumer never has two deliveries or two endpoints
    next.run();
  }

  /** Delivers, and says what to do when the endpoint is released. */
  private Runnable deliverInARow(List<Lease> first, DeliveryWork thread) {
    MessageEndpoint endpoint;
    try {
      if (!activation.isActive()) {
        throw new UnavailableException("the endpoint was deactivated");
      }
      // of its own: one that a server forgot to dissociate would refuse every later transaction
      endpoint = activation.createEndpoint(new QueueXAResource(runtime, this));
    } catch (ResourceException | RuntimeException e) {
      giveBack(first);
      return () -> activation.noEndpoint(this, e);
    }
    List<Lease> leases = first;
    for (int count = 1; ; count++) {
      Delivery done = deliver(endpoint, leases);
      if (done.failure() != null) {
        // the server may have thrown the bean away: the next delivery gets a new endpoint
        return () -> activation.failed(this, done.failure());
      }
      activation.succeeded();
      if (count == DELIVERIES_IN_A_ROW || thread.isReleased() || !activation.isActive()) {
        release(endpoint);
        return this::receive;
      }
      if (!activation.crew().mayWait()) {
        release(endpoint);
        return this::retire;
      }
      CompletableFuture<List<Lease>> future = next();
      if (!future.isDone() || future.isCompletedExceptionally()) {
        release(endpoint);
        return () -> future.whenComplete(this::waited);
      }
      activation.crew().waited();
      leases = future.join();
      activation.crew().given(leases.size());
    }
  }

  /** Throws nothing; releases the endpoint if the delivery failed. */
  private Delivery deliver(MessageEndpoint endpoint, List<Lease> leases) {
    Delivery current = activation.delivery(leases);
    delivery = current;
    boolean clean = current.run(endpoint);
    if (!clean) {
      release(endpoint);
    }
    delivery = null;
    current.conclude();
    if (clean && current.failure() != null) {
      release(endpoint);
    }
    return current;
  }

  private static void release(MessageEndpoint endpoint) {
    try {
      endpoint.release();
    } catch (RuntimeException e) {
      // the endpoint is lost to the server; the messages and this consumer need not be
      OperatorMessage.ENDPOINT_NOT_RELEASED.log(e);
    }
  }
}
