package io.hikyaku.benchmarks.chaos;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.QueueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The producers and consumers of one node. */
final class Traffic {

  static final String SPREAD = "chaos-spread";
  static final String KEYED = "chaos-keyed";

  /** So many that nothing becomes a dead letter: the campaign releases and crashes a lot. */
  private static final int DELIVERY_LIMIT = 100_000;

  private static final int SMALL_BATCH = 1;
  private static final int LARGE_BATCH = 16;

  private final QueueStore store;
  private final Recorder recorder;
  private final int process;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile boolean running = true;
  private volatile boolean sending;

  /**
   * Makes the groups.
   *
   * @param process the incarnation that all events bear; less than 2^23
   */
  Traffic(QueueStore store, Recorder recorder, int process) {
    this.store = store;
    this.recorder = recorder;
    this.process = process;
    store
        .management()
        .createGroup(SPREAD, GroupSettings.spread().withDeliveryLimit(DELIVERY_LIMIT));
    store.management().createGroup(KEYED, GroupSettings.keyed().withDeliveryLimit(DELIVERY_LIMIT));
  }

  /** Starts the threads; they consume, and send when they are told to. */
  void start() {
    int thread = 0;
    for (boolean keyed : new boolean[] {false, true}) {
      start(new Producer(this, thread++, keyed));
      start(new Producer(this, thread++, keyed));
      start(new Consumer(this, thread++, keyed, SMALL_BATCH));
      start(new Consumer(this, thread++, keyed, LARGE_BATCH));
    }
  }

  private void start(Caller caller) {
    Thread thread =
        new Thread(caller::run, "chaos-" + process + "-" + caller.getClass().getSimpleName());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  QueueStore store() {
    return store;
  }

  Recorder recorder() {
    return recorder;
  }

  int process() {
    return process;
  }

  boolean isRunning() {
    return running;
  }

  boolean isSending() {
    return sending;
  }

  /** Lets producers go on or hold. */
  void sending(boolean on) {
    sending = on;
  }

  void busy(int change) {
    busy.addAndGet(change);
  }

  /** How many callers are in the middle of something. */
  int busy() {
    return busy.get();
  }

  /** Lets the threads end, without waiting for them. */
  void abandon() {
    running = false;
  }

  /**
   * Ends the threads.
   *
   * @return how many did not end in time: callers that the store left without an answer
   */
  int stop(Duration within) throws InterruptedException {
    running = false;
    long end = System.nanoTime() + within.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
    return (int) threads.stream().filter(Thread::isAlive).count();
  }
}
