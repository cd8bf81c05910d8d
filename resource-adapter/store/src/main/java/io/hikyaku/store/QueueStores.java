package io.hikyaku.store;

import io.hikyaku.store.infinispan.InfinispanCluster;
import io.hikyaku.store.node.StoreNode;
import java.time.Clock;
import java.util.List;

/** Starts nodes of the store. */
public final class QueueStores {

  private QueueStores() {}

  /**
   * Starts a node and joins the cluster. Returns when it is a member and its segments open or
   * opening.
   *
   * @throws IllegalArgumentException naming every fault of the configuration
   * @throws io.hikyaku.api.StoreUnavailableException if the network or the cluster cannot be
   *     reached, with the cause, for example a port in use
   */
  public static QueueStore start(StoreConfiguration configuration) {
    List<String> faults = configuration.faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return StoreNode.start(configuration, InfinispanCluster.join(configuration), Clock.systemUTC());
  }
}
