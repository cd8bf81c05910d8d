package io.hikyaku.jca;

import io.hikyaku.api.management.GroupSettings.Order;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The consumers of an activation, and how many of them wait for messages.
 *
 * <p>Where a bean takes batches, only one consumer waits at a time. What comes while it works makes
 * the next batch, so that batches form by themselves and a transaction is paid once for many
 * messages; with all consumers waiting each would get one. Another is woken when a batch is full,
 * or when all that are awake have been at work for a while. In a keyed group a batch is of one key,
 * so that waiting makes it no larger: there, and where a bean takes one message, all wait.
 * Thread-safe.
 */
final class Crew {

  /** For so long what comes may wait for a bean that is at work. */
  private static final Duration LONG = Duration.ofMillis(10);

  private final List<Consumer> consumers;
  private final int batchSize;
  private final Timers timers;
  private final Supplier<Order> order;
  private final BooleanSupplier thriving;

  /** Consumers that wait for messages; counted only where it is to be one. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Deliveries that have ended. */
  private final AtomicLong ended = new AtomicLong();

  /** Whether somebody looks again in a moment. */
  private final AtomicBoolean watched = new AtomicBoolean();

  private volatile boolean together;

  /**
   * @param batchSize messages that a bean takes at once
   * @param order of the group; null while that is not known
   * @param thriving whether beans are at work, and do not fail
   */
  Crew(
      int size,
      int batchSize,
      Timers timers,
      Supplier<Order> order,
      BooleanSupplier thriving,
      Supplier<Consumer> newConsumer) {
    this.batchSize = batchSize;
    this.timers = timers;
    this.order = order;
    this.thriving = thriving;
    this.together = batchSize == 1;
    this.consumers = IntStream.range(0, size).mapToObj(i -> newConsumer.get()).toList();
  }

  /** Wakes those that are to wait now. */
  void wake() {
    if (together) {
      consumers.forEach(Consumer::wake);
    } else {
      wakeOne();
    }
  }

  /** Ends all waits. */
  void cancel() {
    consumers.forEach(Consumer::cancel);
  }

  /**
   * A consumer wants to wait for messages.
   *
   * @return false if one does already: it is to rest
   */
  boolean mayWait() {
    if (waiting.getAndIncrement() == 0 || together) {
      return true;
    }
    waiting.decrementAndGet();
    return false;
  }

  /** A wait has ended, whatever came of it. */
  void waited() {
    waiting.decrementAndGet();
  }

  /** A consumer was given so many messages. */
  void given(int messages) {
    if (together) {
      return;
    }
    if (order.get() == Order.KEYED) {
      together = true;
      wake();
    } else if (messages >= batchSize) {
      wakeOne();
    } else {
      lookAgain();
    }
  }

  /** A delivery has ended. */
  void ended() {
    ended.incrementAndGet();
  }

  private void lookAgain() {
    if (isMissed() && watched.compareAndSet(false, true)) {
      long before = ended.get();
      timers.schedule(() -> look(before), LONG);
    }
  }

  private void look(long endedBefore) {
    watched.set(false);
    if (isMissed() && ended.get() == endedBefore) {
      wakeOne();
    }
    lookAgain();
  }

  private boolean isMissed() {
    return waiting.get() == 0 && thriving.getAsBoolean();
  }

  private void wakeOne() {
    for (Consumer consumer : consumers) {
      if (waiting.get() > 0 || consumer.wake()) {
        return;
      }
    }
  }
}
