package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import io.hikyaku.store.commit.Router;
import io.hikyaku.store.index.Holder;
import io.hikyaku.store.index.LeaseIndex;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Transactions over several segments. What they will do is kept as an intent in a replicated table,
 * then applied segment by segment, then the intent goes. Applying is idempotent: a segment knows
 * which intents it holds pages of, and keeps those pages while the intent is there.
 */
final class Transactions {

  /** Branches of a transaction manager, by their name. */
  private static final String BRANCH = "branch:";

  private static final String LOCAL = "local:";

  private final Member self;
  private final ReplicatedTable intents;
  private final Router router;
  private final LeaseIndex index;
  private final Supplier<List<Member>> members;
  private final AtomicLong localNumber = new AtomicLong();

  /** Intents being applied by this node now. */
  private final Map<String, CompletableFuture<Void>> applying = new ConcurrentHashMap<>();

  /** Intents that are applied and could not be removed. */
  private final Set<String> applied = ConcurrentHashMap.newKeySet();

  Transactions(
      Member self,
      ReplicatedTable intents,
      Router router,
      LeaseIndex index,
      Supplier<List<Member>> members) {
    this.self = self;
    this.intents = intents;
    this.router = router;
    this.index = index;
    this.members = members;
  }

  /** Commits records of several segments as a whole. */
  CompletionStage<Void> commit(Map<Integer, List<PageRecord>> parts) {
    String name =
        LOCAL + Long.toHexString(self.incarnation()) + "-" + localNumber.incrementAndGet();
    Intent intent = new Intent(Intent.State.COMMITTING, self.incarnation(), self.nodeName(), parts);
    return intents
        .put(name, intent.encode())
        .exceptionallyCompose(failure -> withdraw(name, failure))
        .thenCompose(stored -> apply(name, intent));
  }

  /** It is not known whether the intent is stored: see that it is not, and say so. */
  private CompletionStage<Void> withdraw(String name, Throwable failure) {
    return intents
        .remove(name)
        .handle(
            (removed, again) -> {
              throw new OutcomeUnknownException(
                  "the transaction could not be stored at all members in time", failure);
            });
  }

  /** Keeps records until their transaction manager decides. */
  CompletionStage<Void> prepare(BranchId branch, Map<Integer, List<PageRecord>> parts) {
    Intent intent = new Intent(Intent.State.PREPARED, self.incarnation(), self.nodeName(), parts);
    String name = BRANCH + branch.value();
    hold(name, intent);
    return intents
        .put(name, intent.encode())
        .exceptionallyCompose(failure -> withdraw(name, failure));
  }

  CompletionStage<Boolean> commitPrepared(BranchId branch) {
    String name = BRANCH + branch.value();
    byte[] bytes = intents.get(name);
    if (bytes == null) {
      return CompletableFuture.completedFuture(false);
    }
    Intent intent = Intent.decode(bytes);
    // one page is a whole by itself; several need the decision on record before the first is
    // applied
    CompletionStage<Void> decided =
        intent.parts().size() == 1 || intent.state() == Intent.State.COMMITTING
            ? CompletableFuture.completedFuture(null)
            : intents.put(name, intent.withState(Intent.State.COMMITTING).encode());
    return decided.thenCompose(done -> apply(name, intent)).thenApply(done -> true);
  }

  CompletionStage<Boolean> rollbackPrepared(BranchId branch) {
    String name = BRANCH + branch.value();
    return intents
        .remove(name)
        .thenApply(
            found -> {
              index.branchEnded(name);
              return found;
            });
  }

  private CompletionStage<Void> apply(String name, Intent intent) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> running = applying.putIfAbsent(name, mine);
    if (running != null) {
      return running;
    }
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    intent
        .parts()
        .forEach(
            (segment, records) ->
                parts.add(
                    router
                        .appendDecided(segment, records, name)
                        .thenRun(() -> settled(segment, records))
                        .toCompletableFuture()));
    CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                applied(name, mine);
              } else {
                // this node stops: the intent stays, and another member finishes it
                applying.remove(name);
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private void applied(String name, CompletableFuture<Void> done) {
    intents
        .remove(name)
        .whenComplete(
            (removed, failure) -> {
              applying.remove(name);
              if (failure != null) {
                applied.add(name); // the intent may still be there: the sweep removes it
              }
              done.complete(null);
            });
  }

  /** Leases of segments that went elsewhere are over when their settles are stored. */
  void settled(int segment, List<PageRecord> records) {
    List<MessageId> ids =
        records.stream().filter(PageRecord.Settle.class::isInstance).map(PageRecord::id).toList();
    if (!ids.isEmpty()) {
      index.awayLeaseEnded(segment, ids);
    }
  }

  /** Prepared branches that this node or nodes that are gone started. */
  List<BranchId> inDoubt() {
    List<BranchId> branches = new ArrayList<>();
    Set<Long> alive = incarnations();
    intents
        .entries()
        .forEach(
            (name, bytes) -> {
              Intent intent = Intent.decode(bytes);
              boolean mine = intent.nodeName().equals(self.nodeName());
              if (name.startsWith(BRANCH) && (mine || !alive.contains(intent.owner()))) {
                branches.add(new BranchId(name.substring(BRANCH.length())));
              }
            });
    return branches;
  }

  private Set<Long> incarnations() {
    return members.get().stream()
        .map(Member::incarnation)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /** Whether no transaction is in doubt or being applied. */
  boolean isEmpty() {
    return intents.entries().isEmpty();
  }

  /** Whether an intent is not finished. */
  boolean isOpen(String name) {
    return intents.get(name) != null;
  }

  /** The table of intents changed. */
  void changed(String name, byte[] value) {
    if (value == null) {
      index.branchEnded(name);
    } else {
      hold(name, Intent.decode(value));
    }
  }

  private void hold(String name, Intent intent) {
    intent.parts().keySet().forEach(segment -> index.hold(name, segment, intent.settles(segment)));
  }

  /** Messages of a segment that prepared branches hold. */
  Map<MessageId, Holder> heldIn(int segment) {
    Map<MessageId, Holder> held = new HashMap<>();
    intents
        .entries()
        .forEach(
            (name, bytes) ->
                Intent.decode(bytes)
                    .settles(segment)
                    .forEach(id -> held.put(id, Holder.branch(name))));
    return held;
  }

  /**
   * Makes good what was missed: finishes decided transactions of members that are gone, if this is
   * the member to do it, and lets go of what ended branches held.
   */
  void sweep() {
    Map<String, byte[]> all = intents.entries();
    for (String branch : index.branchesHolding()) {
      if (!all.containsKey(branch)) {
        index.branchEnded(branch);
      }
    }
    if (all.isEmpty()) {
      return;
    }
    List<Member> now = members.get();
    boolean eldest = !now.isEmpty() && now.get(0).equals(self);
    Set<Long> alive = incarnations();
    all.forEach(
        (name, bytes) -> {
          Intent intent = Intent.decode(bytes);
          hold(name, intent);
          boolean orphan = eldest && !alive.contains(intent.owner());
          if (applied.contains(name)) {
            intents.remove(name).thenRun(() -> applied.remove(name));
          } else if (intent.state() == Intent.State.COMMITTING && orphan) {
            apply(name, intent);
          }
        });
  }
}
