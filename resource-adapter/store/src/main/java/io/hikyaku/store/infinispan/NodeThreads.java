package io.hikyaku.store.infinispan;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.infinispan.commons.executors.BlockingResource;
import org.infinispan.commons.executors.NonBlockingResource;
import org.jgroups.util.DefaultThreadFactory;

/**
 * The threads of one node: daemons, in thread groups that end with the node, and with the class
 * loader of this package as context loader, whoever happens to cause their start. Infinispan's own
 * thread groups are static and would keep an undeployed adapter's class loader alive (Java 17).
 */
final class NodeThreads implements AutoCloseable {

  private static final long END_TIMEOUT_MS = 5_000;
  private static final int MAX_THREADS_SEEN = 1024;

  private final String nodeName;
  private final AtomicInteger counter = new AtomicInteger();
  private final ThreadGroup root;
  private final ThreadGroup nonBlocking;
  private final ThreadGroup blocking;

  NodeThreads(String nodeName) {
    this.nodeName = nodeName;
    root = new ThreadGroup("hikyaku-" + nodeName);
    nonBlocking = new NonBlockingGroup(root, root.getName() + "-non-blocking");
    blocking = new BlockingGroup(root, root.getName() + "-blocking");
  }

  ThreadFactory plain(String purpose) {
    return new Factory(root, purpose);
  }

  ThreadFactory blocking(String purpose) {
    return new BlockingFactory(purpose);
  }

  ThreadFactory nonBlocking(String purpose) {
    return new NonBlockingFactory(purpose);
  }

  DefaultThreadFactory jgroups() {
    return new DefaultThreadFactory("jgroups", true, true) {
      @Override
      protected Thread newThread(Runnable task, String name, String address, String cluster) {
        return start(root, task, name == null ? baseName : name);
      }
    };
  }

  /** An executor with one thread; a task that was cancelled leaves at once. */
  ScheduledThreadPoolExecutor single(String purpose) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, plain(purpose));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  private Thread start(ThreadGroup group, Runnable task, String purpose) {
    Thread thread =
        new Thread(
            group,
            task,
            "hikyaku-" + nodeName + "-" + purpose + "-" + counter.incrementAndGet(),
            0,
            false);
    thread.setDaemon(true);
    thread.setContextClassLoader(NodeThreads.class.getClassLoader());
    return thread;
  }

  /** Waits for the threads to end, then ends their groups. */
  @Override
  public void close() {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_TIMEOUT_MS);
    Thread[] threads = new Thread[MAX_THREADS_SEEN];
    int count = root.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
      if (threads[i] != Thread.currentThread() && leftMs > 0) {
        join(threads[i], leftMs);
      }
    }
    destroy(root);
  }

  private static void join(Thread thread, long timeoutMs) {
    try {
      thread.join(timeoutMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Java 17 keeps a thread group in its parent until it is destroyed; later versions do not, and
   * will not have the method.
   */
  private static void destroy(ThreadGroup group) {
    try {
      ThreadGroup.class.getMethod("destroy").invoke(group);
    } catch (ReflectiveOperationException e) {
      // nothing to destroy, or a thread still runs: the group goes when the JVM goes
      return;
    }
  }

  private static final class NonBlockingGroup extends ThreadGroup implements NonBlockingResource {
    NonBlockingGroup(ThreadGroup parent, String name) {
      super(parent, name);
    }
  }

  private static final class BlockingGroup extends ThreadGroup implements BlockingResource {
    BlockingGroup(ThreadGroup parent, String name) {
      super(parent, name);
    }
  }

  private class Factory implements ThreadFactory {
    private final ThreadGroup group;
    private final String purpose;

    Factory(ThreadGroup group, String purpose) {
      this.group = group;
      this.purpose = purpose;
    }

    @Override
    public Thread newThread(Runnable task) {
      return start(group, task, purpose);
    }
  }

  private final class BlockingFactory extends Factory implements BlockingResource {
    BlockingFactory(String purpose) {
      super(blocking, purpose);
    }
  }

  private final class NonBlockingFactory extends Factory implements NonBlockingResource {
    NonBlockingFactory(String purpose) {
      super(nonBlocking, purpose);
    }
  }
}
