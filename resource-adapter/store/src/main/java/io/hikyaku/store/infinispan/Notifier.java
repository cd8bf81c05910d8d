package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.ClusterListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Calls the listener on one thread, one call after the other; nothing before {@link #start}. */
final class Notifier {

  private static final Logger LOG = System.getLogger(Notifier.class.getName());

  private final ExecutorService executor;
  private volatile ClusterListener listener;

  Notifier(ExecutorService executor) {
    this.executor = executor;
  }

  void start(ClusterListener listener) {
    this.listener = listener;
  }

  /** The listener, or null before the start: for what may be told on any thread. */
  ClusterListener listener() {
    return listener;
  }

  /** Queues a call. Dropped before the start, as the start tells everything, and after the stop. */
  void tell(Consumer<ClusterListener> call) {
    ClusterListener current = listener;
    if (current == null) {
      return;
    }
    try {
      executor.execute(() -> run(call, current));
    } catch (RejectedExecutionException e) {
      // the node is stopping: nobody wants to know
      return;
    }
  }

  /** A failing call must not end the thread, nor keep the next change from being told. */
  private static void run(Consumer<ClusterListener> call, ClusterListener listener) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "HKY0301 a listener of the cluster failed", e);
    }
  }
}
