package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import io.hikyaku.store.commit.Router;
import io.hikyaku.store.index.Holder;
import io.hikyaku.store.index.LeaseIndex;
import io.hikyaku.store.node.Intent.State;
import io.hikyaku.store.page.PageRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Transactions over several segments. What they will do is kept as an intent in a replicated table,
 * then applied segment by segment, then a mark takes the place of the intent. Applying is
 * idempotent: a segment knows which intents it holds pages of, and keeps those pages while the
 * intent or its mark is there.
 */
final class Transactions {

  private static final String LOCAL = "local:";

  private final Member self;
  private final Intents intents;
  private final IntentMarks marks;
  private final Router router;
  private final LeaseIndex index;
  private final Supplier<List<Member>> members;
  private final Clock clock;
  private final AtomicLong localNumber = new AtomicLong();

  /** Transactions whose caller waits for this node now. */
  private final Set<String> storing = ConcurrentHashMap.newKeySet();

  /** Intents of which it is not known whether they are stored. */
  private final Map<String, Intent> undecided = new ConcurrentHashMap<>();

  /** Intents being applied by this node now. */
  private final Map<String, CompletableFuture<Void>> applying = new ConcurrentHashMap<>();

  /** Applied intents whose mark could not be written. */
  private final Map<String, Intent> unmarked = new ConcurrentHashMap<>();

  private volatile boolean stopped;

  Transactions(
      Member self,
      ReplicatedTable table,
      Router router,
      LeaseIndex index,
      Supplier<List<Member>> members,
      Clock clock,
      LongSupplier nanoTime,
      BooleanSupplier someoneMissing) {
    this.self = self;
    this.intents = new Intents(table);
    this.marks = new IntentMarks(intents, nanoTime, someoneMissing);
    this.router = router;
    this.index = index;
    this.members = members;
    this.clock = clock;
  }

  /** Commits records of several segments as a whole. */
  CompletionStage<Void> commit(Map<Integer, List<PageRecord>> parts) {
    String name =
        LOCAL + Long.toHexString(self.incarnation()) + "-" + localNumber.incrementAndGet();
    Intent intent = intent(State.COMMITTING, parts);
    storing.add(name);
    return store(name, intent)
        .thenCompose(stored -> apply(name, intent, IntentMarks.SHORT_NANOS))
        .whenComplete((done, failure) -> storing.remove(name));
  }

  /** Keeps records until their transaction manager decides. */
  CompletionStage<Void> prepare(BranchId branch, Map<Integer, List<PageRecord>> parts) {
    Intent intent = intent(State.PREPARED, parts);
    String name = Branches.name(branch);
    hold(name, intent);
    storing.add(name);
    return store(name, intent).whenComplete((done, failure) -> storing.remove(name));
  }

  private Intent intent(State state, Map<Integer, List<PageRecord>> parts) {
    return new Intent(state, self.incarnation(), self.nodeName(), clock.millis(), parts);
  }

  /** Stores an intent; if that fails, sees to it that it is not stored later. */
  private CompletionStage<Void> store(String name, Intent intent) {
    if (stopped) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("not stored: the store is stopping"));
    }
    return intents
        .store(name, intent)
        .handle(
            (there, failure) -> {
              if (failure != null) {
                return withdraw(name, intent, failure);
              }
              return there.state() == State.ROLLED_BACK
                  ? CompletableFuture.<Void>failedFuture(notStored(null))
                  : CompletableFuture.<Void>completedFuture(null);
            })
        .thenCompose(outcome -> outcome);
  }

  /** It is not known whether the intent is stored: see that it is not. */
  private CompletionStage<Void> withdraw(String name, Intent intent, Throwable why) {
    return intents
        .withdraw(name, intent, intent.ended(State.ROLLED_BACK, self.incarnation()))
        .handle(
            (withdrawn, failure) -> {
              if (failure != null) {
                undecided.put(name, intent); // the sweep tries again
              } else if (withdrawn) {
                marks.keep(name, IntentMarks.LONG_NANOS);
                undecided.remove(name);
                index.branchEnded(name);
                throw notStored(why);
              } else {
                undecided.remove(name);
              }
              throw new OutcomeUnknownException(
                  "the transaction could not be stored at all members in time", why);
            });
  }

  private static StoreUnavailableException notStored(Throwable why) {
    return new StoreUnavailableException(
        "not stored: not all members kept the transaction in time; try again", why);
  }

  /**
   * Applies an intent whose decision is on record.
   *
   * @param keepNanos how long its mark stays
   */
  CompletionStage<Void> apply(String name, Intent intent, long keepNanos) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> running = applying.putIfAbsent(name, mine);
    if (running != null) {
      return running;
    }
    AtomicBoolean sentAgain = new AtomicBoolean();
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    intent
        .parts()
        .forEach(
            (segment, records) ->
                parts.add(
                    router
                        .appendDecided(segment, records, name)
                        .thenAccept(
                            again -> {
                              sentAgain.compareAndSet(false, again);
                              settled(segment, records);
                            })
                        .toCompletableFuture()));
    CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                CompletionStage<Void> marked =
                    mark(name, intent, sentAgain.get() ? IntentMarks.LONG_NANOS : keepNanos);
                if (intent.state() == State.RESOLVING) {
                  // a transaction manager that is told of it wants it forgotten next
                  marked.whenComplete((there, unanswered) -> mine.complete(null));
                } else {
                  mine.complete(null); // whatever becomes of the mark
                }
              } else {
                // this node stops: the intent stays, and another member finishes it
                applying.remove(name);
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private CompletionStage<Void> mark(String name, Intent intent, long keepNanos) {
    return marks
        .put(name, intent.applied(self.incarnation()), keepNanos)
        .whenComplete(
            (marked, failure) -> {
              if (failure == null) {
                unmarked.remove(name);
              } else {
                unmarked.put(name, intent); // the sweep tries again
              }
              applying.remove(name);
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

  /** Names of the nodes that are members. */
  Set<String> nodeNames() {
    return members.get().stream()
        .map(Member::nodeName)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  private Set<Long> incarnations() {
    return members.get().stream()
        .map(Member::incarnation)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  Member self() {
    return self;
  }

  Intents intents() {
    return intents;
  }

  IntentMarks marks() {
    return marks;
  }

  /** A branch ended without effect. */
  void ended(String name) {
    index.branchEnded(name);
  }

  /** Whether no transaction is in doubt or being applied. */
  boolean isEmpty() {
    return !intents.anyOpen();
  }

  /** Whether an intent may still be applied. */
  boolean isOpen(String name) {
    return intents.isOpen(name);
  }

  /** Whether somebody may still take an intent for open: its pages must stay. */
  boolean isKnown(String name) {
    return intents.isKnown(name);
  }

  /** The table of intents changed. */
  void changed(String name, byte[] value) {
    if (value == null || !Intent.stateOf(value).isOpen()) {
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
    intents.forEachOpen(
        (name, intent) -> intent.settles(segment).forEach(id -> held.put(id, Holder.branch(name))));
    return held;
  }

  /**
   * Makes good what was missed: finishes decided transactions of members that are gone, if this is
   * the member to do it, and lets go of what ended branches held.
   */
  void sweep() {
    if (!intents.areWhole()) {
      return; // what seems open here may have ended long ago
    }
    for (String branch : index.branchesHolding()) {
      if (!intents.isOpen(branch)) {
        index.branchEnded(branch);
      }
    }
    List<Member> now = members.get();
    boolean eldest = !now.isEmpty() && now.get(0).equals(self);
    Set<Long> alive = incarnations();
    undecided.forEach((name, intent) -> withdraw(name, intent, null));
    unmarked.forEach((name, intent) -> mark(name, intent, IntentMarks.LONG_NANOS));
    intents.forEachOpen(
        (name, intent) -> {
          hold(name, intent);
          if (intent.state().isDecided()) {
            boolean mine = intent.owner() == self.incarnation() && !isAtWork(name);
            if (mine) {
              apply(name, intent, IntentMarks.LONG_NANOS);
            } else if (eldest && !alive.contains(intent.owner())) {
              finish(name, intent);
            }
          }
        });
    marks.adopt(self.incarnation(), owner -> eldest && !alive.contains(owner));
  }

  private boolean isAtWork(String name) {
    return storing.contains(name)
        || applying.containsKey(name)
        || undecided.containsKey(name)
        || unmarked.containsKey(name);
  }

  /** Finishes it for a member that is gone, unless that is still there and withdraws it. */
  private void finish(String name, Intent orphan) {
    intents
        .change(name, orphan.state(), intent -> intent.decided(intent.state(), self.incarnation()))
        .thenAccept(
            before -> {
              if (before != null) {
                apply(name, orphan, IntentMarks.LONG_NANOS);
              }
            });
  }

  /** Removes marks whose time is over. */
  void tick() {
    marks.tick();
  }

  /** Takes no more transactions; what was prepared can still be ended. */
  void stop() {
    stopped = true;
  }

  /** Whether nothing is being stored or applied here. */
  boolean isIdle() {
    return storing.isEmpty() && applying.isEmpty();
  }
}
