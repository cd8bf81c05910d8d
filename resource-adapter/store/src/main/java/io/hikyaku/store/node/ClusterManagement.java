package io.hikyaku.store.node;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.GroupSnapshot;
import io.hikyaku.store.page.HybridClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks every member for its figures and puts them together. */
final class ClusterManagement implements QueueManagement {

  private static final long ANSWER_MILLIS = 2000;

  private final StoreConfiguration configuration;
  private final Cluster cluster;
  private final GroupRegistry groups;
  private final Supplier<NodeFigures> own;
  private final Clock clock;

  ClusterManagement(
      StoreConfiguration configuration,
      Cluster cluster,
      GroupRegistry groups,
      Supplier<NodeFigures> own,
      Clock clock) {
    this.configuration = configuration;
    this.cluster = cluster;
    this.groups = groups;
    this.own = own;
    this.clock = clock;
  }

  @Override
  public void createGroup(String name, GroupSettings settings) {
    groups.create(name, settings);
  }

  @Override
  public GroupSettings settings(String group) {
    return groups.require(group).settings();
  }

  @Override
  public List<GroupStatus> groups() {
    Map<Long, List<GroupSnapshot>> byEpoch = new LinkedHashMap<>();
    for (NodeFigures figures : ask().values()) {
      if (figures != null) {
        figures
            .groups()
            .forEach(s -> byEpoch.computeIfAbsent(s.epoch(), e -> new ArrayList<>()).add(s));
      }
    }
    return groups.all().stream()
        .sorted(Comparator.comparing(Group::name))
        .map(group -> total(group, byEpoch.getOrDefault(group.epoch(), List.of())))
        .toList();
  }

  private GroupStatus total(Group group, List<GroupSnapshot> parts) {
    long oldest =
        parts.stream().mapToLong(GroupSnapshot::oldestStamp).filter(s -> s > 0).min().orElse(0);
    Duration age =
        oldest == 0
            ? Duration.ZERO
            : Duration.ofMillis(Math.max(0, clock.millis() - HybridClock.millisOf(oldest)));
    return new GroupStatus(
        group.name(),
        group.settings(),
        parts.stream().mapToLong(GroupSnapshot::ready).sum(),
        parts.stream().mapToLong(GroupSnapshot::delayed).sum(),
        parts.stream().mapToLong(GroupSnapshot::inFlight).sum(),
        parts.stream().mapToLong(GroupSnapshot::bytes).sum(),
        age,
        parts.stream().mapToLong(GroupSnapshot::enqueuedTotal).sum(),
        parts.stream().mapToLong(GroupSnapshot::settledTotal).sum(),
        parts.stream().mapToDouble(GroupSnapshot::enqueuedPerSecond).sum(),
        parts.stream().mapToDouble(GroupSnapshot::settledPerSecond).sum(),
        parts.stream().mapToInt(GroupSnapshot::consumers).sum());
  }

  @Override
  public ClusterStatus cluster() {
    Map<Member, NodeFigures> figures = ask();
    List<NodeStatus> nodes = new ArrayList<>();
    figures.forEach((member, answer) -> nodes.add(status(member, answer)));
    nodes.sort(Comparator.comparing(NodeStatus::name));
    int copiesNow = Math.min(configuration.copies(), figures.size());
    return new ClusterStatus(
        configuration.clusterName(),
        state(nodes, copiesNow),
        configuration.copies(),
        copiesNow,
        cluster.segments(),
        nodes);
  }

  private ClusterStatus.State state(List<NodeStatus> nodes, int copiesNow) {
    if (cluster.degraded() || nodes.isEmpty()) {
      return ClusterStatus.State.UNAVAILABLE;
    } else if (cluster.rebalancing() || nodes.stream().anyMatch(n -> n.openingSegments() > 0)) {
      return ClusterStatus.State.REBALANCING;
    }
    return copiesNow < configuration.copies()
        ? ClusterStatus.State.TOO_FEW_NODES
        : ClusterStatus.State.HEALTHY;
  }

  private NodeStatus status(Member member, NodeFigures figures) {
    boolean answering = figures != null;
    return new NodeStatus(
        member.nodeName(),
        member.address(),
        member.equals(cluster.self()),
        answering,
        answering ? figures.openSegments() : 0,
        answering ? figures.openingSegments() : 0,
        answering ? figures.storedBytes() : 0,
        answering ? figures.memoryLimitBytes() : 0,
        answering ? figures.inDoubt() : 0);
  }

  /** The figures of all members, asked at once; null for one that did not answer in time. */
  private Map<Member, NodeFigures> ask() {
    Map<Member, CompletableFuture<NodeFigures>> asked = new LinkedHashMap<>();
    for (Member member : cluster.members()) {
      asked.put(
          member,
          member.equals(cluster.self())
              ? CompletableFuture.completedFuture(own.get())
              : cluster
                  .call(member, new byte[] {NodeCall.STATUS.code()})
                  .thenApply(NodeFigures::decode)
                  .toCompletableFuture()
                  .copy()
                  .completeOnTimeout(null, ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                  .exceptionally(failure -> null));
    }
    Map<Member, NodeFigures> figures = new LinkedHashMap<>();
    asked.forEach((member, answer) -> figures.put(member, answer.join()));
    return figures;
  }
}
