package io.hikyaku.jca;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * The time that a bean has for its messages, or they would stay with one that hangs: without a
 * transaction nothing else returns them, and Open Liberty only marks a transaction that takes too
 * long, as long as a thread is in it. The lease is extended while the bean works, as the processor
 * time of its thread tells, up to a limit.
 *
 * <p>Begun and ended on the bean's thread, ended by time on a timer's. Thread-safe.
 */
final class TimedLease {

  /** A bean is looked at so often within the time it has: it may get a quarter more. */
  private static final int LOOKS = 4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /**
   * How long a lease lasts.
   *
   * @param idle the longest that a bean may do nothing
   * @param limit the longest in all, however busy it is
   */
  record Term(Duration idle, Duration limit) {}

  private final Timers timers;
  private final Term term;
  private final Runnable onEnd;
  private final Thread thread = Thread.currentThread();
  private final long begunNs = System.nanoTime();
  private long extendedNs = begunNs;
  private long workedNs = processorTimeNs();
  private boolean over;
  private Future<?> timer;

  private TimedLease(Timers timers, Term term, Runnable onEnd) {
    this.timers = timers;
    this.term = term;
    this.onEnd = onEnd;
  }

  /**
   * Begins, for what the calling thread does.
   *
   * @param onEnd called if the time is over; must not block
   */
  static TimedLease begin(Timers timers, Term term, Runnable onEnd) {
    TimedLease lease = new TimedLease(timers, term, onEnd);
    lease.lookLater();
    return lease;
  }

  /** The bean is done; false if its time was over before. */
  synchronized boolean end() {
    if (over) {
      return false;
    }
    over = true;
    timer.cancel(false);
    return true;
  }

  private synchronized void lookLater() {
    Duration left = term.limit().minusNanos(System.nanoTime() - begunNs);
    Duration pause = term.idle().dividedBy(LOOKS);
    timer = timers.schedule(this::look, left.compareTo(pause) < 0 ? left : pause);
  }

  private void look() {
    synchronized (this) {
      if (over) {
        return;
      }
      extend();
      long now = System.nanoTime();
      over = now - extendedNs >= term.idle().toNanos() || now - begunNs >= term.limit().toNanos();
      if (!over) {
        lookLater();
        return;
      }
    }
    onEnd.run();
  }

  private void extend() {
    long worked = processorTimeNs();
    // a JVM that does not measure it says -1: there the limit alone holds
    if (worked < 0 || worked > workedNs) {
      workedNs = worked;
      extendedNs = System.nanoTime();
    }
  }

  private long processorTimeNs() {
    return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
        ? THREADS.getThreadCpuTime(thread.getId())
        : -1;
  }
}
