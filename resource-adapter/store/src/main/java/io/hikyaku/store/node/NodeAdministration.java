package io.hikyaku.store.node;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.management.MissingNode;
import io.hikyaku.api.management.NodeManagement;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Drains members, and forgets those that are lost. What is decided stands in a replicated table,
 * {@code drain/<incarnation in hex>} for each member that is drained, {@code forgotten/<incarnation
 * in hex>} with the time for each that is not named any more, and {@code rebalancing-off}; every
 * member follows it. Thread-safe; blocks.
 */
final class NodeAdministration implements NodeManagement {

  private static final String DRAIN = "drain/";
  private static final String FORGOTTEN = "forgotten/";

  /** After this nobody counts a member as missing any more, and the mark can go. */
  private static final long FORGOTTEN_MILLIS =
      2 * TimeUnit.NANOSECONDS.toMillis(MissingMembers.RETENTION_NANOS);

  private static final String REBALANCING_OFF = "rebalancing-off";
  private static final byte[] MARK = {1};

  private final Cluster cluster;
  private final Waiting waiting;
  private final Supplier<List<NodeStatus>> nodes;
  private final Supplier<List<MissingMembers.Missing>> missing;
  private final Clock clock;

  /**
   * @param nodes the members with their figures
   * @param missing those that went without a word
   */
  NodeAdministration(
      Cluster cluster,
      Waiting waiting,
      Supplier<List<NodeStatus>> nodes,
      Supplier<List<MissingMembers.Missing>> missing,
      Clock clock) {
    this.cluster = cluster;
    this.waiting = waiting;
    this.nodes = nodes;
    this.missing = missing;
    this.clock = clock;
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
  public void forget(String node) {
    List<MissingNode> lost = missing();
    long now = clock.millis();
    List<Member> named =
        missing.get().stream()
            .map(MissingMembers.Missing::member)
            .filter(member -> member.nodeName().equals(node) && !isForgotten(member))
            .toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "no node '" + node + "' is missing: " + lost.stream().map(MissingNode::name).toList());
    }
    for (Map.Entry<String, byte[]> entry : table().entries().entrySet()) {
      if (entry.getKey().startsWith(FORGOTTEN)
          && now - ByteBuffer.wrap(entry.getValue()).getLong() > FORGOTTEN_MILLIS) {
        remove(entry.getKey());
      }
    }
    byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(now).array();
    for (Member member : named) {
      waiting.await(table().put(forgotten(member), time));
    }
  }

  /** Nodes that went without a word and that nobody has forgotten, by name. */
  List<MissingNode> missing() {
    return missing.get().stream()
        .filter(one -> !isForgotten(one.member()))
        .map(one -> new MissingNode(one.member().nodeName(), one.since()))
        .toList();
  }

  private boolean isForgotten(Member member) {
    return table().get(forgotten(member)) != null;
  }

  private static String forgotten(Member member) {
    return FORGOTTEN + Long.toHexString(member.incarnation());
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
