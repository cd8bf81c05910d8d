package io.hikyaku.store.node;

import io.hikyaku.api.StoreFullException;
import io.hikyaku.store.node.FullWaits.WaitingSend;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Sends that wait for the same room, in the order they came. Thread-safe. */
final class FullLine {

  /** Sends tried at once where no order is promised. */
  private static final int AT_ONCE = 64;

  private final int atOnce;

  /** By the order they came in: refusals may arrive in another. */
  private final NavigableMap<Long, WaitingSend> waiting = new TreeMap<>();

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
    waiting.put(send.number, send);
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty() && underWay == 0;
  }

  /** Ends those whose time is over and tries the first. */
  void serve(long nowNanos) {
    List<WaitingSend> overdue = new ArrayList<>();
    synchronized (this) {
      full = false;
      waiting.values().removeIf(send -> nowNanos - send.deadlineNanos > 0 && overdue.add(send));
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
    if (full || underWay >= atOnce || waiting.isEmpty()) {
      return null;
    }
    underWay++;
    return waiting.pollFirstEntry().getValue();
  }

  private void attempted(WaitingSend send, Throwable failure) {
    boolean again = FullWaits.isFull(failure);
    synchronized (this) {
      underWay--;
      if (again) {
        full = true;
        send.refusal = failure;
        waiting.put(send.number, send);
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
      all = List.copyOf(waiting.values());
      waiting.clear();
    }
    all.forEach(send -> send.end(reason));
  }
}
