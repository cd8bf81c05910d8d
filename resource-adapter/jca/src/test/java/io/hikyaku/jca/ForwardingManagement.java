package io.hikyaku.jca;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** For tests that change one method. */
class ForwardingManagement implements QueueManagement {

  private final QueueManagement target;

  ForwardingManagement(QueueManagement target) {
    this.target = target;
  }

  @Override
  public void createGroup(String name, GroupSettings settings) {
    target.createGroup(name, settings);
  }

  @Override
  public List<BranchStatus> preparedBranches() {
    return target.preparedBranches();
  }

  @Override
  public boolean resolveBranch(String branch, boolean commit) {
    return target.resolveBranch(branch, commit);
  }

  @Override
  public GroupSettings settings(String group) {
    return target.settings(group);
  }

  @Override
  public void updateGroup(String name, GroupSettings settings) {
    target.updateGroup(name, settings);
  }

  @Override
  public void pause(String group) {
    target.pause(group);
  }

  @Override
  public void resume(String group) {
    target.resume(group);
  }

  @Override
  public void purge(String group) {
    target.purge(group);
  }

  @Override
  public void deleteGroup(String name) {
    target.deleteGroup(name);
  }

  @Override
  public Optional<MessageStatus> find(MessageId id) {
    return target.find(id);
  }

  @Override
  public List<MessageStatus> browse(String group, int offset, int limit) {
    return target.browse(group, offset, limit);
  }

  @Override
  public void scan(String group, Consumer<ReceivedMessage> action) {
    target.scan(group, action);
  }

  @Override
  public boolean delete(String group, MessageId id) {
    return target.delete(group, id);
  }

  @Override
  public int redrive(String group, int max) {
    return target.redrive(group, max);
  }

  @Override
  public Optional<List<MessageId>> replace(
      String group, MessageId id, Map<String, List<Message>> messages) {
    return target.replace(group, id, messages);
  }

  @Override
  public GroupKeys keys(String group) {
    return target.keys(group);
  }

  @Override
  public int deliverNow(String group, String key) {
    return target.deliverNow(group, key);
  }

  @Override
  public List<MessageStatus> search(String group, String text, int limit) {
    return target.search(group, text, limit);
  }

  @Override
  public List<GroupStatus> groups() {
    return target.groups();
  }

  @Override
  public GroupStatus group(String name) {
    return target.group(name);
  }

  @Override
  public ClusterStatus cluster() {
    return target.cluster();
  }

  @Override
  public void updateGroup(String name, GroupSettings settings, long revision) {
    target.updateGroup(name, settings, revision);
  }

  @Override
  public Optional<byte[]> body(MessageId id) {
    return target.body(id);
  }

  @Override
  public List<GroupPart> distribution(String group) {
    return target.distribution(group);
  }

  @Override
  public BulkManagement bulk() {
    return target.bulk();
  }

  @Override
  public NodeManagement nodes() {
    return target.nodes();
  }

  @Override
  public StoreStatus status() {
    return target.status();
  }

  @Override
  public List<GroupStatus> groupsHere() {
    return target.groupsHere();
  }
}
