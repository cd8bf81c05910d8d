package io.hikyaku.smtp;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The threads of a server or client. Thread-safe. */
public final class EventLoops {

  private static final long TERMINATION_MS = 5000;
  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

  static {
    if (System.getProperty(LEAK_DETECTION) == null) {
      // it writes down where some of the buffers were made: a help to developers, who can set it
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final EventLoopGroup group;

  private EventLoops(String name, int number) {
    group =
        new MultiThreadIoEventLoopGroup(
            number,
            new DefaultThreadFactory(name, true) {
              @Override
              protected Thread newThread(Runnable task, String threadName) {
                Thread thread = super.newThread(task, threadName);
                threads.add(thread);
                return thread;
              }
            },
            NioIoHandler.newFactory());
  }

  /** Daemon threads named {@code <name>-…}, started as they are needed. */
  public static EventLoops start(String name, int threads) {
    return new EventLoops(name, threads);
  }

  public EventLoopGroup group() {
    return group;
  }

  /** One of the event loops, each in turn. */
  public EventLoop next() {
    return group.next();
  }

  /**
   * Closes all channels and blocks until the threads have ended, whether interrupted or not: one
   * that lived on would keep the class loader of a stopped application.
   *
   * @throws IllegalStateException if they do not end within 5 seconds
   */
  public void stop() {
    try {
      awaitEnd();
    } finally {
      forgetThread();
    }
  }

  /**
   * Takes away what Netty leaves behind in whatever thread works with it. That of an application
   * server outlives the class loader of this class, and would keep it.
   */
  public static void forgetThread() {
    FastThreadLocal.removeAll();
  }

  private void awaitEnd() {
    var unused = group.shutdownGracefully(0, TERMINATION_MS, TimeUnit.MILLISECONDS);
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TERMINATION_MS);
    boolean interrupted = false;
    Thread thread;
    while ((thread = threads.peek()) != null) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
      try {
        thread.join(Math.max(1, leftMs));
      } catch (InterruptedException again) {
        interrupted = true;
      }
      if (!thread.isAlive()) {
        threads.remove(thread);
      } else if (leftMs <= 0) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread != null) {
      throw new IllegalStateException(
          "thread " + thread.getName() + " did not end within " + TERMINATION_MS + " ms");
    }
  }
}
