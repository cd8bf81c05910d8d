package io.hikyaku.store.node;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.BranchStatus;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.KeyStatus;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.BranchId;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks every member for its figures and puts them together. */
final class ClusterManagement implements QueueManagement {

  private final StoreConfiguration configuration;
  private final Cluster cluster;
  private final GroupRegistry groups;
  private final GroupAdministration administration;
  private final MessageAdministration messages;
  private final Branches branches;
  private final Duration timeout;
  private final KeyAdministration keys;
  private final MemberCalls members;
  private final Clock clock;

  ClusterManagement(
      StoreConfiguration configuration,
      Cluster cluster,
      GroupRegistry groups,
      Branches branches,
      MemberCalls members,
      Clock clock) {
    this.configuration = configuration;
    this.cluster = cluster;
    this.groups = groups;
    this.branches = branches;
    this.timeout = configuration.operationTimeout();
    this.members = members;
    Waiting waiting = new Waiting(configuration.operationTimeout());
    this.messages = new MessageAdministration(cluster, members, waiting);
    this.keys = new KeyAdministration(members, waiting);
    this.administration = new GroupAdministration(groups, this::announce);
    this.clock = clock;
  }

  @Override
  public List<BranchStatus> preparedBranches() {
    Set<String> present =
        cluster.members().stream().map(Member::nodeName).collect(Collectors.toUnmodifiableSet());
    return branches.list(present);
  }

  @Override
  public boolean resolveBranch(String branch, boolean commit) {
    return new Waiting(timeout).await(branches.resolve(new BranchId(branch), commit));
  }

  @Override
  public void createGroup(String name, GroupSettings settings) {
    administration.create(name, settings);
  }

  /** Returns when all members that answer work with the group as it is in the table now. */
  private void announce(String name) {
    members.askAll(NodeCall.REFRESH.with(name), Function.identity());
  }

  @Override
  public void updateGroup(String name, GroupSettings settings) {
    administration.update(name, settings);
  }

  @Override
  public void pause(String group) {
    administration.pause(group, true);
  }

  @Override
  public void resume(String group) {
    administration.pause(group, false);
  }

  @Override
  public void purge(String group) {
    administration.purge(group);
  }

  @Override
  public void deleteGroup(String name) {
    administration.delete(name);
  }

  @Override
  public Optional<MessageStatus> find(MessageId id) {
    return messages.find(id);
  }

  @Override
  public List<MessageStatus> browse(String group, int offset, int limit) {
    return messages.browse(groups.require(group).name(), offset, limit);
  }

  @Override
  public boolean delete(String group, MessageId id) {
    return messages.delete(groups.require(group).name(), id);
  }

  @Override
  public int redrive(String group, int max) {
    return messages.redrive(groups.require(group).name(), max);
  }

  @Override
  public Optional<List<MessageId>> replace(
      String group, MessageId id, Map<String, List<Message>> messages) {
    messages.keySet().forEach(groups::require);
    return keys.replace(groups.require(group).name(), id, messages);
  }

  @Override
  public List<KeyStatus> keys(String group) {
    return keys.keys(groups.require(group).name());
  }

  @Override
  public int deliverNow(String group, String key) {
    return keys.deliverNow(groups.require(group).name(), key);
  }

  @Override
  public List<MessageStatus> search(String group, String text, int limit) {
    return keys.search(groups.require(group).name(), text, limit);
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
        group.paused(),
        parts.stream().mapToLong(GroupSnapshot::ready).sum(),
        parts.stream().mapToLong(GroupSnapshot::delayed).sum(),
        parts.stream().mapToLong(GroupSnapshot::inFlight).sum(),
        parts.stream().mapToLong(GroupSnapshot::bytes).sum(),
        age,
        parts.stream().mapToLong(GroupSnapshot::enqueuedTotal).sum(),
        parts.stream().mapToLong(GroupSnapshot::settledTotal).sum(),
        parts.stream().mapToLong(GroupSnapshot::redeliveredTotal).sum(),
        parts.stream().mapToLong(GroupSnapshot::deadTotal).sum(),
        parts.stream().mapToLong(GroupSnapshot::expiredTotal).sum(),
        parts.stream().mapToLong(GroupSnapshot::discardedTotal).sum(),
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
        answering ? figures.inDoubt() : 0,
        answering ? figures.slowBackups() : List.of());
  }

  private Map<Member, NodeFigures> ask() {
    return members.askAll(new byte[] {NodeCall.STATUS.code()}, NodeFigures::decode);
  }
}
