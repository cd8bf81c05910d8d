package io.hikyaku.store.node;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.management.NodeManagement;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Drains members. What is decided stands in a replicated table, {@code drain/<incarnation in hex>}
 * for each member that is drained, and {@code rebalancing} while that is off; every member follows
 * it. Thread-safe; blocks.
 */
final class NodeAdministration implements NodeManagement {

  private static final String DRAIN = "drain/";
  private static final String REBALANCING_OFF = "rebalancing-off";
  private static final byte[] MARK = {1};

  private final Cluster cluster;
  private final Waiting waiting;
  private final Supplier<List<NodeStatus>> nodes;

  /**
   * @param nodes the members with their figures
   */
  NodeAdministration(Cluster cluster, Waiting waiting, Supplier<List<NodeStatus>> nodes) {
    this.cluster = cluster;
    this.waiting = waiting;
    this.nodes = nodes;
  }

  @Override
  public void drain(String node) {
    Member member = member(node);
    if (isMarked(member)) {
      return;
    }
    checkRoom(node);
    table().entries().keySet().stream().filter(this::isOfNobody).forEach(this::remove);
    waiting.await(table().putIfAbsent(key(member), MARK));
    follow();
  }

  private void checkRoom(String node) {
    List<NodeStatus> all = nodes.get();
    List<NodeStatus> others =
        all.stream()
            .filter(n -> !n.name().equals(node) && n.drain() == NodeStatus.Drain.ACTIVE)
            .toList();
    if (others.isEmpty()) {
      throw new QueueException(
          "node " + node + " is not drained: no other would hold messages; start another first");
    }
    long free = others.stream().mapToLong(n -> n.memoryLimitBytes() - n.storedBytes()).sum();
    long stored =
        all.stream().filter(n -> n.name().equals(node)).mapToLong(NodeStatus::storedBytes).sum();
    if (stored > free) {
      throw new QueueException(
          "node "
              + node
              + " is not drained: it holds "
              + stored
              + " bytes and the others have room for "
              + Math.max(0, free)
              + "; start another node, or raise memoryLimitMegabytes");
    }
  }

  @Override
  public boolean undrain(String node) {
    Member member = member(node);
    boolean was = isMarked(member);
    remove(key(member));
    follow();
    return was;
  }

  @Override
  public void rebalancing(boolean enabled) {
    cluster.rebalancingEnabled(enabled);
    if (enabled) {
      remove(REBALANCING_OFF);
    } else {
      waiting.await(table().putIfAbsent(REBALANCING_OFF, MARK));
    }
  }

  boolean isRebalancingEnabled() {
    return table().get(REBALANCING_OFF) == null;
  }

  /** Does what the table says. */
  void follow() {
    cluster.drain(
        table().entries().keySet().stream()
            .filter(key -> key.startsWith(DRAIN))
            .map(key -> Long.parseUnsignedLong(key, DRAIN.length(), key.length(), 16))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** How far the drain of a member is. */
  NodeStatus.Drain state(Member member) {
    if (!isMarked(member)) {
      return NodeStatus.Drain.ACTIVE;
    }
    boolean owns = cluster.placement().owners().stream().anyMatch(o -> o.contains(member));
    return owns || cluster.rebalancing() ? NodeStatus.Drain.DRAINING : NodeStatus.Drain.DRAINED;
  }

  private boolean isMarked(Member member) {
    return table().get(key(member)) != null;
  }

  private boolean isOfNobody(String key) {
    Set<String> present =
        cluster.members().stream()
            .map(NodeAdministration::key)
            .collect(Collectors.toUnmodifiableSet());
    return key.startsWith(DRAIN) && !present.contains(key);
  }

  private void remove(String key) {
    waiting.await(table().remove(key));
  }

  private Member member(String node) {
    return cluster.members().stream()
        .filter(member -> member.nodeName().equals(node))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no node is named '"
                        + node
                        + "': there are "
                        + cluster.members().stream().map(Member::nodeName).toList()));
  }

  private static String key(Member member) {
    return DRAIN + Long.toHexString(member.incarnation());
  }

  private ReplicatedTable table() {
    return cluster.table(Cluster.Table.NODES);
  }
}
