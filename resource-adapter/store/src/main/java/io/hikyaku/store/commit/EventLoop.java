package io.hikyaku.store.commit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs events one at a time, without a thread of its own: whoever brings one while nobody runs the
 * loop runs it, and what comes meanwhile is done by the same. Thread-safe; never blocks.
 */
final class EventLoop {

  private static final Logger LOG = Logger.getLogger(EventLoop.class.getName());

  private final BooleanSupplier somethingToSend;
  private final Runnable send;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger work = new AtomicInteger();

  /**
   * @param somethingToSend whether events left something to send
   * @param send sends what events left, all together
   */
  EventLoop(BooleanSupplier somethingToSend, Runnable send) {
    this.somethingToSend = somethingToSend;
    this.send = send;
  }

  /** Runs an event, now or by whoever runs the loop. */
  @SuppressWarnings("ThreadPriorityCheck") // it is right with any scheduler, yielding or not
  void run(Runnable event) {
    inbox.add(event);
    if (work.getAndIncrement() != 0) {
      return; // who runs the loop will see it
    }
    int seen = 1;
    do {
      takeIn();
      if (somethingToSend.getAsBoolean()) {
        // on a busy machine others come first, and bring more to be sent together
        Thread.yield();
        takeIn();
      }
      guarded(send);
      seen = work.addAndGet(-seen);
    } while (seen != 0);
  }

  private void takeIn() {
    for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
      guarded(next);
    }
  }

  /** The loop must go on whatever one event meets: everything else depends on it. */
  static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "HIKYAKU1001E: the group committer met a fault of its own", e);
    }
  }
}
