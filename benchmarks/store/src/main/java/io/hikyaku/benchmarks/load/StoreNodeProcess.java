package io.hikyaku.benchmarks.load;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.benchmarks.support.CommandLoop;
import io.hikyaku.benchmarks.support.NodeOptions;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import java.util.concurrent.TimeUnit;

/** One node of the store in a process of its own, with load in it when it is told so. */
public final class StoreNodeProcess {

  private static final long HEALTHY_WITHIN_MILLIS = 60_000;

  private StoreNodeProcess() {}

  /** Runs until standard input ends. */
  public static void run(Options options) throws Exception {
    try (QueueStore store = QueueStores.start(NodeOptions.configuration(options));
        StoreTarget target = new StoreTarget(store)) {
      LoadCommands load = new LoadCommands(target);
      CommandLoop.run(
          (command, arguments) ->
              command.equals("healthy")
                  ? awaitHealthy(store, Integer.parseInt(arguments))
                  : load.handle(command, arguments));
    }
  }

  /** Answers when the cluster has so many members and all copies. */
  private static String awaitHealthy(QueueStore store, int members) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HEALTHY_WITHIN_MILLIS);
    ClusterStatus status = store.management().cluster();
    while (status.state() != ClusterStatus.State.HEALTHY || status.nodes().size() != members) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the cluster is " + status + ", not healthy");
      }
      TimeUnit.MILLISECONDS.sleep(100);
      status = store.management().cluster();
    }
    return "healthy";
  }
}
