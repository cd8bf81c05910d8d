package io.hikyaku.store.node;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.StoreStatus;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.GroupSnapshot;
import io.hikyaku.store.page.HybridClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks every member for its figures and puts them together. Thread-safe; blocks.
 *
 * @param administration knows what administrators decided of members
 */
record ClusterFigures(
    StoreConfiguration configuration,
    Cluster cluster,
    GroupRegistry groups,
    NodeAdministration administration,
    MemberCalls members,
    Clock clock) {

  StoreStatus status() {
    Map<Member, NodeFigures> figures = ask(FiguresWanted.ALL);
    return new StoreStatus(cluster(figures), groups(figures.values(), groups.sorted()));
  }

  ClusterStatus clusterStatus() {
    return cluster(ask(FiguresWanted.NODES_ONLY));
  }

  GroupStatus group(Group group) {
    return groups(ask(FiguresWanted.of(group)).values(), List.of(group)).get(0);
  }

  List<GroupStatus> groupsHere() {
    byte[] question = FiguresWanted.ALL.question();
    Waiting waiting = new Waiting(configuration.operationTimeout());
    return groups(
        List.of(NodeFigures.decode(waiting.await(members.ask(cluster.self(), question)))),
        groups.sorted());
  }

  List<GroupPart> distribution(Group group) {
    List<GroupPart> parts = new ArrayList<>();
    ask(FiguresWanted.of(group))
        .forEach((member, figures) -> parts.add(part(member.nodeName(), figures, group)));
    parts.sort(Comparator.comparing(GroupPart::node));
    return parts;
  }

  private static GroupPart part(String node, NodeFigures figures, Group group) {
    if (figures == null) {
      return new GroupPart(node, false, 0, 0, 0, 0, 0);
    }
    return figures.groups().stream()
        .filter(part -> part.epoch() == group.epoch())
        .findFirst()
        .map(
            p ->
                new GroupPart(
                    node, true, p.ready(), p.delayed(), p.inFlight(), p.bytes(), p.consumers()))
        .orElseGet(() -> new GroupPart(node, true, 0, 0, 0, 0, 0));
  }

  private List<GroupStatus> groups(Iterable<NodeFigures> answers, List<Group> wanted) {
    Map<Long, GroupSnapshot> byEpoch = new HashMap<>();
    for (NodeFigures figures : answers) {
      if (figures != null) {
        figures.groups().forEach(part -> byEpoch.merge(part.epoch(), part, GroupSnapshot::plus));
      }
    }
    List<GroupStatus> sums = new ArrayList<>(wanted.size());
    for (Group group : wanted) {
      GroupSnapshot sum = byEpoch.get(group.epoch());
      sums.add(status(group, sum == null ? GroupSnapshot.empty(group.epoch()) : sum));
    }
    return Collections.unmodifiableList(sums);
  }

  private GroupStatus status(Group group, GroupSnapshot sum) {
    Duration age =
        sum.oldestStamp() == 0
            ? Duration.ZERO
            : Duration.ofMillis(
                Math.max(0, clock.millis() - HybridClock.millisOf(sum.oldestStamp())));
    return new GroupStatus(
        group.name(),
        group.settings(),
        group.paused(),
        sum.ready(),
        sum.delayed(),
        sum.inFlight(),
        sum.bytes(),
        age,
        sum.enqueuedTotal(),
        sum.settledTotal(),
        sum.redeliveredTotal(),
        sum.deadTotal(),
        sum.expiredTotal(),
        sum.discardedTotal(),
        sum.enqueuedPerSecond(),
        sum.settledPerSecond(),
        sum.consumers(),
        group.revision());
  }

  private ClusterStatus cluster(Map<Member, NodeFigures> figures) {
    List<NodeStatus> nodes = new ArrayList<>();
    figures.forEach((member, answer) -> nodes.add(status(member, answer)));
    nodes.sort(Comparator.comparing(NodeStatus::name));
    long holding = nodes.stream().filter(n -> n.drain() == NodeStatus.Drain.ACTIVE).count();
    int copiesNow = (int) Math.min(configuration.copies(), Math.max(1, holding));
    return new ClusterStatus(
        configuration.clusterName(),
        state(nodes, copiesNow),
        configuration.copies(),
        copiesNow,
        cluster.segments(),
        administration.isRebalancingEnabled(),
        nodes,
        administration.missing());
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

  private NodeStatus status(Member member, NodeFigures answer) {
    ProcessFigures silent = new ProcessFigures(0, 0, -1);
    NodeFigures figures =
        Objects.requireNonNullElseGet(
            answer, () -> new NodeFigures(0, 0, 0, 0, 0, 0, silent, List.of(), List.of()));
    return new NodeStatus(
        member.nodeName(),
        member.address(),
        member.equals(cluster.self()),
        answer != null,
        figures.openSegments(),
        figures.openingSegments(),
        figures.storedBytes(),
        figures.memoryLimitBytes(),
        figures.inDoubt(),
        figures.process().heapUsedBytes(),
        figures.process().heapMaxBytes(),
        figures.process().cpuLoad(),
        administration.state(member),
        figures.slowBackups());
  }

  private Map<Member, NodeFigures> ask(FiguresWanted wanted) {
    return members.askAll(wanted.question(), NodeFigures::decode);
  }
}
