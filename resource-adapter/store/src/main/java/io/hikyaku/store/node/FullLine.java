package io.hikyaku.store.node;

import io.hikyaku.api.StoreFullException;
import io.hikyaku.store.node.FullWaits.WaitingSend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Sends that wait for the same room, in the order they came. Thread-safe. */
final class FullLine {

  /** Sends tried at once where no order is promised. */
  private static final int AT_ONCE = 64;

  private final int atOnce;
  private final Deque<WaitingSend> waiting = new ArrayDeque<>();
  private int underWay;

  /** Set when one was refused again: the others wait for the next tick. */
  private boolean full;

  /**
   * @param inOrder whether they go one after the other
   */
  FullLine(boolean inOrder) {
    atOnce = inOrder ? 1 : AT_ONCE;
  }

  synchronized void add(WaitingSend send) {
    waiting.addLast(send);
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty() && underWay == 0;
  }

  /** Ends those whose time is over and tries the first. */
  void serve(long nowNanos) {
    List<WaitingSend> overdue = new ArrayList<>();
    synchronized (this) {
      full = false;
      waiting.removeIf(send -> nowNanos - send.deadlineNanos > 0 && overdue.add(send));
    }
    overdue.forEach(
        send ->
            send.end(
                send.refusal != null
                    ? send.refusal
                    : new StoreFullException(
                        "not stored: others wait for room, and there was none in time")));
    advance();
  }

  private void advance() {
    for (WaitingSend next = next(); next != null; next = next()) {
      WaitingSend send = next;
      send.send.get().whenComplete((done, failure) -> attempted(send, failure));
    }
  }

  private synchronized WaitingSend next() {
    WaitingSend next = full || underWay >= atOnce ? null : waiting.pollFirst();
    underWay += next == null ? 0 : 1;
    return next;
  }

  private void attempted(WaitingSend send, Throwable failure) {
    boolean again = FullWaits.isFull(failure);
    synchronized (this) {
      underWay--;
      if (again) {
        full = true;
        send.refusal = failure;
        waiting.addFirst(send);
      }
    }
    if (!again) {
      send.end(failure);
      advance();
    }
  }

  /** Ends all that wait. */
  void end(RuntimeException reason) {
    List<WaitingSend> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(send -> send.end(reason));
  }
}
