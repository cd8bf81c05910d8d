package io.hikyaku.store.node;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Removal;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A cluster that keeps back a node's pages and calls, but not its tables, while a test wants so.
 */
final class HeldPages extends ForwardingCluster {

  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  HeldPages(Cluster cluster) {
    super(cluster);
  }

  /** From here on nothing passes. */
  void hold() {
    gate = new CompletableFuture<>();
  }

  /** What was kept back goes its way, and all that comes. */
  void letGo() {
    gate.complete(null);
  }

  @Override
  public CompletionStage<Void> write(List<NamedPage> pages, Collection<Removal> removals) {
    return gate.thenCompose(open -> super.write(pages, removals));
  }

  @Override
  public CompletionStage<byte[]> call(Member member, byte[] request) {
    return gate.thenCompose(open -> super.call(member, request));
  }
}
