package io.hikyaku.store.node;

import io.hikyaku.store.Lease;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import io.hikyaku.store.index.Borrowed;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.Holder;
import io.hikyaku.store.index.Index;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * Consumers that find nothing on their own node take messages from others. A consumer that waited
 * for a tick makes its node ask each other member, once per group: the question waits there until
 * there is a message that no consumer there takes, or some seconds. So a consumer that waits costs
 * a question in some seconds, whatever the number of consumers. Thread-safe; never blocks.
 */
final class Fetches {

  /** How long a question waits at the member asked; well under the timeout of calls. */
  private static final long WAIT_MILLIS = 5_000;

  /** A group that got messages from others this recently asks again without waiting for a tick. */
  private static final long RECENT_NANOS = 1_000_000_000;

  private record Question(Member member, long epoch) {}

  private final Cluster cluster;
  private final Ownership ownership;
  private final Index index;
  private final LongFunction<Group> groups;
  private final Releases releases;
  private final ScheduledExecutorService timer;

  private final Set<Question> asked = ConcurrentHashMap.newKeySet();

  /** Questions of other members that wait here, one of each member for each group. */
  private final Map<Question, Future<List<Lease>>> serving = new ConcurrentHashMap<>();

  /** Questions that were not answered in time: an answer may be lost, and messages with it. */
  private final Set<Question> doubtful = ConcurrentHashMap.newKeySet();

  private final Map<Long, Long> fedAtNanos = new ConcurrentHashMap<>();
  private Set<Long> waitedBefore = Set.of();

  Fetches(
      Cluster cluster,
      Ownership ownership,
      Index index,
      LongFunction<Group> groups,
      Releases releases,
      ScheduledExecutorService timer) {
    this.cluster = cluster;
    this.ownership = ownership;
    this.index = index;
    this.groups = groups;
    this.releases = releases;
    this.timer = timer;
  }

  /** Asks for those who have waited since the last time. Called by one thread at a time. */
  void tick() {
    List<Borrowed.Want> wants = index.borrowed().wants();
    for (Borrowed.Want want : wants) {
      if (waitedBefore.contains(want.group().epoch())) {
        ask(want);
      }
    }
    waitedBefore =
        wants.stream().map(want -> want.group().epoch()).collect(Collectors.toUnmodifiableSet());
  }

  /** A consumer of a group begins to wait. */
  void waiting(Group group) {
    Long fedAt = fedAtNanos.get(group.epoch());
    if (fedAt == null) {
      return;
    }
    if (System.nanoTime() - fedAt > RECENT_NANOS) {
      fedAtNanos.remove(group.epoch());
    } else {
      askAgain(group);
    }
  }

  private void askAgain(Group group) {
    for (Borrowed.Want want : index.borrowed().wants()) {
      if (want.group().epoch() == group.epoch()) {
        ask(want);
      }
    }
  }

  private void ask(Borrowed.Want want) {
    List<Member> members = ownership.members();
    int others = members.size() - 1;
    for (Member member : members) {
      Question question = new Question(member, want.group().epoch());
      if (!member.equals(cluster.self()) && asked.add(question)) {
        int share = (want.messages() + others - 1) / others;
        boolean check = doubtful.remove(question);
        byte[] request =
            FetchCodec.encode(
                new FetchCodec.Request(
                    question.epoch(), share, check ? index.borrowed().held() : null));
        cluster
            .call(member, request)
            .whenComplete((answer, failure) -> answered(question, want.group(), answer, failure));
      }
    }
  }

  private void answered(Question question, Group group, byte[] answer, Throwable failure) {
    if (failure == null) {
      List<FetchCodec.Lent> lent = FetchCodec.decodeAnswer(answer);
      if (lent.isEmpty()) {
        asked.remove(question);
        return;
      }
      fedAtNanos.put(question.epoch(), System.nanoTime());
      ownership.takeOver(
          group,
          lent,
          unwanted -> {
            // only now: what is told as held must be whole when the next question is asked
            asked.remove(question);
            releases.release(unwanted, false, null);
            askAgain(group);
          });
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof MemberLeftException)) {
      doubtful.add(question);
    }
    asked.remove(question);
  }

  /** Forgets members that are gone. */
  void membersAre(List<Member> members) {
    asked.removeIf(question -> !members.contains(question.member()));
    doubtful.removeIf(question -> !members.contains(question.member()));
  }

  /**
   * Parts of the cluster became one, and those of the other part may have given up their questions
   * meanwhile: none that waits here is answered with messages any more.
   */
  void merged() {
    serving.values().forEach(leases -> leases.cancel(false));
  }

  /** Answers another member's question. */
  CompletionStage<byte[]> serve(Member caller, FetchCodec.Request request) {
    Group group = groups.apply(request.epoch());
    if (group == null || group.deleted() || group.epoch() != request.epoch()) {
      return CompletableFuture.completedFuture(FetchCodec.encode(List.of(), s -> 0));
    }
    Question question = new Question(caller, request.epoch());
    Future<List<Lease>> former = serving.remove(question);
    if (former != null) {
      former.cancel(false); // who asks again does not wait for that answer any more
    }
    Holder borrower = Holder.consumer(caller.incarnation());
    if (request.known() != null) {
      index.leases().takeBack(group, borrower, request.known());
    }
    CompletableFuture<List<Lease>> leases = index.leases().lend(group, request.max(), borrower);
    if (!leases.isDone()) {
      serving.put(question, leases);
      leases.whenComplete((done, failure) -> serving.remove(question, leases));
      Future<?> timeout =
          timer.schedule(() -> leases.cancel(false), WAIT_MILLIS, TimeUnit.MILLISECONDS);
      leases.whenComplete((done, failure) -> timeout.cancel(false));
    }
    return leases.handle(
        (lent, failure) ->
            FetchCodec.encode(failure == null ? lent : List.of(), ownership::openedAt));
  }
}
