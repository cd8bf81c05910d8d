package io.hikyaku.store.node;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is done for groups once a second: the others are asked what limited groups hold there; and
 * marks of groups that were deleted long ago are removed when no page holds their messages any
 * more. Does not block.
 */
final class GroupHousekeeping {

  /** A mark stays at least so long: a sender or a split may still know the group. */
  private static final Duration MARK_AGE = Duration.ofMinutes(10);

  private final Cluster cluster;
  private final MemberCalls calls;
  private final GroupRegistry groups;
  private final GroupLimits limits;
  private final Transactions transactions;
  private final Clock clock;
  private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);

  GroupHousekeeping(
      Cluster cluster,
      MemberCalls calls,
      GroupRegistry groups,
      GroupLimits limits,
      Transactions transactions,
      Clock clock) {
    this.cluster = cluster;
    this.calls = calls;
    this.groups = groups;
    this.limits = limits;
    this.transactions = transactions;
    this.clock = clock;
  }

  void run() {
    List<Member> members = cluster.members();
    limits.membersAre(members);
    if (groups.anyLimited()) {
      askUsage(members);
    }
    long before = clock.instant().minus(MARK_AGE).toEpochMilli();
    boolean eldest = !members.isEmpty() && members.get(0).equals(cluster.self());
    if (eldest && asking.isDone() && groups.hasMarks(before)) {
      askForVoidPages(members, before);
    }
  }

  private void askUsage(List<Member> members) {
    for (Member member : members) {
      if (!member.equals(cluster.self())) {
        calls
            .ask(member, new byte[] {NodeCall.USAGE.code()})
            .thenAccept(answer -> limits.heardOf(member, UsageCodec.decode(answer)));
      }
    }
  }

  /** Were a mark removed too early, void messages would be of an unknown group, or of a new one. */
  private void askForVoidPages(List<Member> members, long before) {
    List<CompletableFuture<NodeFigures>> answers =
        members.stream()
            .map(
                member ->
                    calls
                        .ask(member, FiguresWanted.NODES_ONLY.question())
                        .thenApply(NodeFigures::decode)
                        .toCompletableFuture())
            .toList();
    asking =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenRun(
                () -> {
                  boolean clean =
                      answers.stream()
                          .map(CompletableFuture::join)
                          .allMatch(f -> f.voidPages() == 0 && f.openingSegments() == 0);
                  if (clean && transactions.isEmpty() && !cluster.rebalancing()) {
                    groups.removeMarks(before);
                  }
                })
            .exceptionally(failure -> null); // asked again in a second
  }
}
