package io.hikyaku.store.node;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.BranchStatus;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.NodeManagement;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.api.management.StoreStatus;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The management interface: each part is done by a class of its own. */
final class ClusterManagement implements QueueManagement {

  private final Cluster cluster;
  private final GroupRegistry groups;
  private final GroupAdministration administration;
  private final MessageAdministration messages;
  private final Branches branches;
  private final Duration timeout;
  private final KeyAdministration keys;
  private final MemberCalls members;
  private final BulkAdministration bulk;
  private final MessageScan scan;
  private final NodeAdministration nodes;
  private final ClusterFigures figures;

  ClusterManagement(
      StoreConfiguration configuration,
      Cluster cluster,
      GroupRegistry groups,
      Branches branches,
      MemberCalls members,
      Supplier<List<MissingMembers.Missing>> missing,
      Clock clock) {
    this.cluster = cluster;
    this.groups = groups;
    this.branches = branches;
    this.timeout = configuration.operationTimeout();
    this.members = members;
    Waiting waiting = new Waiting(configuration.operationTimeout());
    this.messages = new MessageAdministration(cluster, members, waiting);
    this.keys = new KeyAdministration(members, waiting);
    this.administration = new GroupAdministration(groups, this::announce);
    this.bulk = new BulkAdministration(cluster, groups, members, waiting);
    this.scan = new MessageScan(cluster, groups, members, waiting);
    this.nodes =
        new NodeAdministration(
            cluster, waiting, () -> this.figures().clusterStatus().nodes(), missing, clock);
    this.figures = new ClusterFigures(configuration, cluster, groups, nodes, members, clock);
  }

  private ClusterFigures figures() {
    return figures;
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
    administration.update(name, settings, OptionalLong.empty());
  }

  @Override
  public void updateGroup(String name, GroupSettings settings, long revision) {
    administration.update(name, settings, OptionalLong.of(revision));
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
  public void scan(String group, Consumer<ReceivedMessage> action) {
    scan.run(group, action);
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
  public GroupKeys keys(String group) {
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
  public Optional<byte[]> body(MessageId id) {
    return messages.body(id);
  }

  @Override
  public BulkManagement bulk() {
    return bulk;
  }

  @Override
  public NodeManagement nodes() {
    return nodes;
  }

  @Override
  public List<GroupPart> distribution(String group) {
    return figures.distribution(groups.require(group));
  }

  @Override
  public StoreStatus status() {
    return figures.status();
  }

  @Override
  public List<GroupStatus> groupsHere() {
    return figures.groupsHere();
  }

  @Override
  public List<GroupStatus> groups() {
    return figures.status().groups();
  }

  @Override
  public GroupStatus group(String name) {
    return figures.group(groups.require(name));
  }

  @Override
  public ClusterStatus cluster() {
    return figures.clusterStatus();
  }

  /** What administrators decided of members changed. */
  void nodesChanged() {
    nodes.follow();
  }
}
