package io.hikyaku.store.node;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.index.PageIndex;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Sees to it that tombstones are left while a member is missing; see {@link MissingMembers}. */
final class Presence {

  private final Cluster cluster;
  private final PageIndex index;
  private final Executor executor;
  private final MissingMembers missing;
  private volatile List<MissingMembers.Missing> told = List.of();

  /**
   * @param executor runs one task at a time
   */
  Presence(Cluster cluster, PageIndex index, Executor executor, Clock clock) {
    this.cluster = cluster;
    this.index = index;
    this.executor = executor;
    this.missing = new MissingMembers(System::nanoTime, clock);
  }

  /** Nodes that went without a word, by name. Any thread may ask. */
  List<MissingMembers.Missing> missing() {
    return told;
  }

  /** Members changed. */
  void changed(List<Member> members) {
    executor.execute(
        () -> {
          boolean lost = missing.changed(members);
          told = missing.list();
          if (lost) {
            index.memberLost();
          }
        });
  }

  /** Called once a second. */
  void look() {
    executor.execute(
        () -> {
          index.someoneMissing(missing.any());
          told = missing.list();
        });
  }

  /** Answers a member that says that it leaves. */
  CompletionStage<byte[]> handleLeave(Member member) {
    CompletableFuture<byte[]> noted = new CompletableFuture<>();
    executor.execute(
        () -> {
          missing.leaves(member);
          noted.complete(new byte[0]);
        });
    return noted;
  }

  /** Tells the others that they need not keep in mind what this node might bring back. */
  CompletableFuture<Void> sayGoodbye() {
    return CompletableFuture.allOf(
        cluster.members().stream()
            .filter(member -> !member.equals(cluster.self()))
            .map(member -> cluster.call(member, new byte[] {NodeCall.LEAVE.code()}))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }
}
