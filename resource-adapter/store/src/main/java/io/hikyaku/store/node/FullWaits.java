package io.hikyaku.store.node;

import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sends that wait for room: one line per group, and one for the node's memory. Who comes while
 * others wait goes behind them, so that the order of a key holds. They wait where they are sent and
 * not at the primary, where they would hold up others. Thread-safe; never blocks.
 */
final class FullWaits {

  /** Waiting sends over all lines; more are refused at once. */
  private static final int MAX_WAITING = 100_000;

  private final Map<Long, FullLine> lines = new HashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();
  private int waiting;

  /**
   * Does something that may meet a full store, and waits for room if it does.
   *
   * @param line whom it waits with
   * @param inOrder whether those of the line go one after the other
   * @param wait how long at the most; zero does not wait
   * @param send may be called several times, until it does not fail with {@link StoreFullException}
   */
  CompletionStage<Void> run(
      long line, boolean inOrder, Duration wait, Supplier<CompletionStage<Void>> send) {
    if (wait.isZero()) {
      return send.get();
    }
    WaitingSend waitingSend =
        new WaitingSend(lastNumber.incrementAndGet(), send, System.nanoTime() + wait.toNanos());
    if (!join(line, waitingSend)) {
      send.get().whenComplete((done, failure) -> attempted(line, inOrder, waitingSend, failure));
    }
    return waitingSend.done;
  }

  /** Goes behind those who wait; false if nobody does. */
  private synchronized boolean join(long line, WaitingSend send) {
    FullLine present = lines.get(line);
    if (present == null || waiting >= MAX_WAITING) {
      return false;
    }
    add(present, send);
    return true;
  }

  /** Nobody was waiting when it was tried. */
  private void attempted(long line, boolean inOrder, WaitingSend send, Throwable failure) {
    if (!isFull(failure) || !begin(line, inOrder, send, failure)) {
      send.end(failure);
    }
  }

  private synchronized boolean begin(
      long line, boolean inOrder, WaitingSend send, Throwable failure) {
    if (waiting >= MAX_WAITING) {
      return false;
    }
    send.refusal = failure;
    add(lines.computeIfAbsent(line, number -> new FullLine(inOrder)), send);
    return true;
  }

  private void add(FullLine line, WaitingSend send) {
    waiting++;
    send.done.whenComplete((done, failure) -> left());
    line.add(send);
  }

  private synchronized void left() {
    waiting--;
  }

  static boolean isFull(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreFullException;
  }

  /** Tries again; called often. */
  void tick() {
    List<FullLine> all;
    synchronized (this) {
      lines.values().removeIf(FullLine::isEmpty);
      all = List.copyOf(lines.values());
    }
    all.forEach(line -> line.serve(System.nanoTime()));
  }

  /** Nothing will be stored any more. */
  void stop() {
    List<FullLine> all;
    synchronized (this) {
      all = List.copyOf(lines.values());
    }
    all.forEach(
        line -> line.end(new StoreUnavailableException("not stored: the store is stopping")));
  }

  /** How many wait. */
  synchronized int size() {
    return waiting;
  }

  /** One send that waits. */
  static final class WaitingSend {
    /** Grows in the order that sends come. */
    final long number;

    final Supplier<CompletionStage<Void>> send;
    final long deadlineNanos;
    final CompletableFuture<Void> done = new CompletableFuture<>();

    /** Why it waits. */
    volatile Throwable refusal;

    WaitingSend(long number, Supplier<CompletionStage<Void>> send, long deadlineNanos) {
      this.number = number;
      this.send = send;
      this.deadlineNanos = deadlineNanos;
    }

    void end(Throwable failure) {
      if (failure == null) {
        done.complete(null);
      } else {
        done.completeExceptionally(failure);
      }
    }
  }
}
