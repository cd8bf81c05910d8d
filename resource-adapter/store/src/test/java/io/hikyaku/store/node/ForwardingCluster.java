package io.hikyaku.store.node;

import io.hikyaku.store.cluster.Blocks;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A cluster as it is, for tests that change something of it. */
abstract class ForwardingCluster implements Cluster {

  private final Cluster cluster;

  ForwardingCluster(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public ReplicatedTable table(Table table) {
    return cluster.table(table);
  }

  @Override
  public Member self() {
    return cluster.self();
  }

  @Override
  public List<Member> members() {
    return cluster.members();
  }

  @Override
  public int segments() {
    return cluster.segments();
  }

  @Override
  public Placement placement() {
    return cluster.placement();
  }

  @Override
  public void start(ClusterListener listener, CallHandler handler) {
    cluster.start(listener, handler);
  }

  @Override
  public CompletionStage<Void> write(List<NamedPage> pages, Collection<Removal> removals) {
    return cluster.write(pages, removals);
  }

  @Override
  public void forEachPage(int segment, Consumer<NamedPage> action) {
    cluster.forEachPage(segment, action);
  }

  @Override
  public CompletionStage<byte[]> call(Member member, byte[] request) {
    return cluster.call(member, request);
  }

  @Override
  public void drain(Set<Long> incarnations) {
    cluster.drain(incarnations);
  }

  @Override
  public void rebalancingEnabled(boolean enabled) {
    cluster.rebalancingEnabled(enabled);
  }

  @Override
  public boolean rebalancing() {
    return cluster.rebalancing();
  }

  @Override
  public boolean degraded() {
    return cluster.degraded();
  }

  @Override
  public void close() {
    cluster.close();
  }

  @Override
  public Blocks blocks(int copies) {
    return cluster.blocks(copies);
  }
}
