package io.hikyaku.jca;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.DeliveryStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAResource;

/**
 * A message-driven bean that was activated (Jakarta Connectors 2.1 §13.4.4): its consumers, and
 * what they have in common. Start and stop may overlap. Thread-safe.
 */
final class Activation {

  /** How long a thread waits for a bean of the pool; without it a server refuses at once. */
  private static final Duration ENDPOINT_WAIT = Duration.ofSeconds(2);

  private static final Duration GROUP_RETRY = Duration.ofSeconds(2);

  /** A single failure, of one message among many, delays nothing. */
  private static final int FORGIVEN = 1;

  private static final double DOUBLED = 2;
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private final AdapterRuntime runtime;
  private final MessageEndpointFactory factory;
  private final String group;
  private final ListenerMethod method;
  private final int batchSize;
  private final int concurrency;
  private final int pauseAfterFailures;
  private final TimedLease.Term leaseTerm;
  private final Crew crew;

  /** One for each consumer that waits for messages or has some: all are free when it is at rest. */
  private final Semaphore awake;

  private final AtomicInteger working = new AtomicInteger();

  private final BackOff deliveries;
  private final BackOff endpoints = new BackOff(0, SHORTEST_DELAY, DOUBLED, LONGEST_DELAY);
  private final BackOff waits = new BackOff(0, SHORTEST_DELAY, DOUBLED, LONGEST_DELAY);
  private final AtomicBoolean unknownGroupTold = new AtomicBoolean();
  private final AtomicReference<String> pausedFor = new AtomicReference<>();
  private volatile boolean active = true;
  private volatile GroupSettings.Order order;

  Activation(AdapterRuntime runtime, MessageEndpointFactory factory, QueueActivationSpec spec) {
    this.runtime = runtime;
    this.factory = factory;
    this.group = spec.getGroup();
    this.method = ListenerMethod.of(factory);
    this.batchSize = method.batchSize(spec);
    this.concurrency = spec.getConcurrency();
    this.pauseAfterFailures = spec.getPauseAfterFailures();
    this.leaseTerm = spec.leaseTerm();
    this.deliveries =
        new BackOff(
            FORGIVEN,
            Duration.ofMillis(spec.getFailureDelayMillis()),
            spec.getFailureDelayMultiplier(),
            Duration.ofMillis(spec.getFailureDelayMaxMillis()));
    this.awake = new Semaphore(concurrency);
    this.crew =
        new Crew(
            concurrency,
            batchSize,
            runtime.timers(),
            this::order,
            () -> isActive() && working.get() > 0 && deliveries.failures() == 0,
            () -> new Consumer(this, runtime));
  }

  /** Starts to wait for messages. Called on the thread that activates, so creates no endpoint. */
  void start() {
    crew.wake();
  }

  /** Ends the waits, returns what no bean has yet, lets beans finish within the time there is. */
  void stop() {
    active = false;
    crew.cancel();
    long limit = runtime.deactivationTimeout().toMillis();
    try {
      if (!awake.tryAcquire(concurrency, limit, MILLISECONDS)) {
        OperatorMessage.DEACTIVATION_TIMED_OUT.log(group, limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there are messages to be taken: not when deactivated or paused. */
  boolean isActive() {
    return active && pausedFor.get() == null;
  }

  /**
   * Takes no more messages until it is resumed; beans at work finish.
   *
   * @return false if it is paused already
   */
  boolean pause(String reason) {
    if (!active || !pausedFor.compareAndSet(null, reason)) {
      return false;
    }
    OperatorMessage.ACTIVATION_PAUSED.log(name(), group, reason);
    crew.cancel();
    return true;
  }

  /** Goes on; false if it is not paused. */
  boolean resume() {
    if (pausedFor.getAndSet(null) == null) {
      return false;
    }
    deliveries.succeeded();
    OperatorMessage.ACTIVATION_RESUMED.log(name(), group);
    crew.wake();
    return true;
  }

  DeliveryStatus status() {
    String reason = pausedFor.get();
    return new DeliveryStatus(
        group,
        name(),
        reason == null ? DeliveryStatus.State.ACTIVE : DeliveryStatus.State.PAUSED,
        reason == null ? "" : reason,
        concurrency,
        working.get(),
        deliveries.failures());
  }

  private String name() {
    return Objects.requireNonNullElse(factory.getActivationName(), "");
  }

  String group() {
    return group;
  }

  ListenerMethod method() {
    return method;
  }

  int batchSize() {
    return batchSize;
  }

  /** A delivery of these messages, which is told if it is not in a transaction and hangs. */
  Delivery delivery(List<Lease> leases) {
    return new Delivery(runtime, method, leases, leaseTerm, this::hangs);
  }

  private void hangs(Thread thread, int messages) {
    OperatorMessage.LEASE_OVER.log(name(), messages, group, thread.getName());
  }

  Crew crew() {
    return crew;
  }

  private GroupSettings.Order order() {
    if (order == null) {
      try {
        order = runtime.store().management().settings(group).order();
      } catch (QueueException e) {
        return null; // as there are messages of it, it was deleted a moment ago
      }
    }
    return order;
  }

  /** A consumer wants to wait for messages; false when it is too late for that. */
  boolean begin() {
    return awake.tryAcquire();
  }

  /** After a successful begin, when the consumer neither waits nor has messages. */
  void end() {
    awake.release();
  }

  /** A consumer has been given so many messages. */
  void given(int messages) {
    working.incrementAndGet();
    waits.succeeded();
    unknownGroupTold.set(false);
    crew.given(messages);
  }

  /** What a consumer was given is out of its hands. */
  void done() {
    working.decrementAndGet();
  }

  /** An endpoint, which enlists the resource if the bean's method is transacted (§13.5.2). */
  MessageEndpoint createEndpoint(XAResource resource) throws ResourceException {
    try {
      boolean transacted = factory.isDeliveryTransacted(method.method());
      return factory.createEndpoint(transacted ? resource : null, ENDPOINT_WAIT.toMillis());
    } catch (NoSuchMethodException e) {
      throw new UnavailableException("the bean does not have " + method.method(), e);
    }
  }

  void succeeded() {
    crew.ended();
    deliveries.succeeded();
    endpoints.succeeded();
  }

  /** A delivery failed: the messages are back in their queue. */
  void failed(Consumer consumer, Throwable failure) {
    crew.ended();
    Duration delay = deliveries.failed();
    int failures = deliveries.failures();
    if (pauseAfterFailures > 0 && failures >= pauseAfterFailures) {
      pause(failures + " deliveries in a row failed, the last: " + failure);
    } else if (deliveries.isNotable()) {
      OperatorMessage.DELIVERIES_FAIL.log(
          deliveries.failures(), group, delay.toMillis(), String.valueOf(failure));
    }
    resume(consumer, delay);
  }

  /** No thread or no bean was to be had: the messages are back in their queue. */
  void noEndpoint(Consumer consumer, Exception cause) {
    Duration delay = endpoints.failed();
    if (active && endpoints.isNotable()) {
      OperatorMessage.NO_ENDPOINT.log(group, String.valueOf(cause));
    }
    resume(consumer, delay);
  }

  /** The store gave no messages. */
  void waitFailed(Consumer consumer, Throwable failure) {
    if (failure instanceof UnknownGroupException) {
      if (active && unknownGroupTold.compareAndSet(false, true)) {
        OperatorMessage.GROUP_UNKNOWN.log(group, GROUP_RETRY.toMillis());
      }
      resume(consumer, GROUP_RETRY);
      return;
    }
    Duration delay = waits.failed();
    if (active && waits.isNotable() && !runtime.isStopped()) {
      OperatorMessage.WAIT_FAILED.log(group, String.valueOf(failure));
    }
    resume(consumer, delay);
  }

  private void resume(Consumer consumer, Duration delay) {
    if (delay.isZero() || !isActive()) {
      consumer.receive();
    } else {
      consumer.receiveAfter(delay);
    }
  }
}
