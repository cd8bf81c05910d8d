package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.commit.GroupCommitter;
import io.hikyaku.store.index.Borrowed;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.Holder;
import io.hikyaku.store.index.LeaseIndex;
import io.hikyaku.store.index.MessageLease;
import io.hikyaku.store.index.PageIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens the segments that this node became the primary of and closes those it no longer is.
 *
 * <p>Opening is in three steps. Every other member is asked to close the segment and to say what it
 * still works on: the question is the fence, no old primary writes or leases after its answer. Then
 * the pages are read, which are all here by now. Then the index opens, with the leases reported. A
 * member that left answers by having left.
 *
 * <p>All state changes run on one executor, one at a time.
 */
final class Ownership {

  private static final Logger LOG = Logger.getLogger(Ownership.class.getName());

  private enum Phase {
    CLOSED,
    OPENING,
    OPEN
  }

  private final Cluster cluster;
  private final PageIndex index;
  private final LeaseIndex leases;
  private final Borrowed borrowed;
  private final GroupCommitter committer;
  private final Executor executor;
  private final IntFunction<Map<MessageId, Holder>> preparedIn;

  private final Phase[] phases;

  /** Per segment the placement version at which another member asked to close it. */
  private final int[] fencedAt;

  /** Pages of other writers that arrived while a segment was being opened. Guarded by itself. */
  private final Map<Integer, Map<PageName, NamedPage>> arrivedWhileOpening = new HashMap<>();

  /** Per segment the placement version at which it was opened here last. */
  private final AtomicIntegerArray openedAt;

  private volatile Placement placement = Placement.NONE;
  private volatile List<Member> members = List.of();
  private volatile int opening;
  private boolean stopped;
  private boolean mergeSeen;

  /**
   * @param preparedIn messages of a segment that prepared branches hold
   */
  Ownership(
      Cluster cluster,
      PageIndex index,
      LeaseIndex leases,
      Borrowed borrowed,
      GroupCommitter committer,
      Executor executor,
      IntFunction<Map<MessageId, Holder>> preparedIn) {
    this.cluster = cluster;
    this.index = index;
    this.leases = leases;
    this.borrowed = borrowed;
    this.committer = committer;
    this.executor = executor;
    this.preparedIn = preparedIn;
    this.phases = new Phase[cluster.segments()];
    java.util.Arrays.fill(phases, Phase.CLOSED);
    this.fencedAt = new int[cluster.segments()];
    java.util.Arrays.fill(fencedAt, -1);
    this.openedAt = new AtomicIntegerArray(cluster.segments());
  }

  Placement placement() {
    return placement;
  }

  List<Member> members() {
    return members;
  }

  /** Segments being opened now. */
  int opening() {
    return opening;
  }

  /** Parts of the cluster became one: with the change that follows, all segments open anew. */
  void merged() {
    executor.execute(() -> mergeSeen = true);
  }

  /** Members or placement changed. */
  void changed(List<Member> nowMembers, Placement nowPlacement) {
    executor.execute(
        () -> {
          if (mergeSeen) {
            mergeSeen = false;
            // what is stored becomes the union, and others may work on the same messages
            for (int segment = 0; segment < phases.length; segment++) {
              if (phases[segment] != Phase.CLOSED) {
                close(segment);
              }
            }
          }
          members = nowMembers;
          placement = nowPlacement;
          suspendOrGoOn();
          committer.placementIs(nowMembers, nowPlacement);
          List<Integer> toOpen = new ArrayList<>();
          for (int segment = 0; segment < phases.length; segment++) {
            boolean mine = cluster.self().equals(nowPlacement.primary(segment));
            if (!mine && phases[segment] != Phase.CLOSED) {
              close(segment);
            } else if (mine
                && !stopped
                && phases[segment] == Phase.CLOSED
                && nowPlacement.version() > fencedAt[segment]) {
              phases[segment] = Phase.OPENING;
              synchronized (arrivedWhileOpening) {
                arrivedWhileOpening.put(segment, new LinkedHashMap<>());
              }
              toOpen.add(segment);
            }
          }
          countOpening();
          if (!toOpen.isEmpty()) {
            new Opening(toOpen, nowPlacement.version()).start(nowMembers);
          }
        });
  }

  /**
   * Gives out no messages in the smaller part of a cluster that is to be consistent, nor while
   * parts become one: a message could be given out before it is known that the other part consumed
   * it.
   */
  void suspendOrGoOn() {
    leases.suspend(cluster.degraded() || placement.uniting());
  }

  private CompletableFuture<Void> close(int segment) {
    phases[segment] = Phase.CLOSED;
    synchronized (arrivedWhileOpening) {
      arrivedWhileOpening.remove(segment);
    }
    index.close(segment);
    return committer.close(segment);
  }

  private void countOpening() {
    int count = 0;
    for (Phase phase : phases) {
      count += phase == Phase.OPENING ? 1 : 0;
    }
    opening = count;
  }

  /**
   * A page is stored here that the committer does not wait for: another member wrote it, or this
   * one did and gave it up.
   */
  void pageArrived(NamedPage page) {
    if (committer.isOnItsWay(page.name())) {
      return;
    }
    synchronized (arrivedWhileOpening) {
      Map<PageName, NamedPage> waiting = arrivedWhileOpening.get(page.name().segment());
      if (waiting != null) {
        waiting.put(page.name(), page);
        return;
      }
    }
    index.apply(page);
  }

  int openedAt(int segment) {
    return openedAt.get(segment);
  }

  /**
   * Takes over messages that another member lent, but for those of segments that have moved since:
   * their new primary was told that nobody here works on them.
   *
   * @param unwanted is given, at the end, what nobody here waits for any more
   */
  void takeOver(Group group, List<FetchCodec.Lent> lent, Consumer<List<Lease>> unwanted) {
    executor.execute(
        () -> {
          List<MessageLease> valid = new ArrayList<>();
          for (FetchCodec.Lent one : lent) {
            int segment = one.segment();
            if (phases[segment] == Phase.CLOSED && fencedAt[segment] <= one.openedAt()) {
              valid.add(new MessageLease(segment, group.name(), one.deliveries(), one.record()));
            }
          }
          unwanted.accept(borrowed.adopt(group, valid));
        });
  }

  /** Answers a new primary: closes its segments here and tells what is still worked on. */
  CompletionStage<byte[]> handleClose(CloseCodec.Question question) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    executor.execute(
        () -> {
          List<CompletableFuture<Void>> closing = new ArrayList<>();
          for (int segment : question.segments()) {
            fencedAt[segment] = Math.max(fencedAt[segment], question.version());
            closing.add(
                phases[segment] == Phase.CLOSED
                    ? committer.close(segment) // one page may still be on its way
                    : close(segment));
          }
          countOpening();
          CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
              .thenAccept(
                  closed -> {
                    Map<Integer, List<MessageId>> held = new LinkedHashMap<>();
                    for (int segment : question.segments()) {
                      held.put(segment, List.copyOf(index.close(segment)));
                    }
                    answer.complete(CloseCodec.encodeAnswer(held));
                  });
        });
    return answer;
  }

  /** Closes everything, for good. Completes when no page is on its way. */
  CompletableFuture<Void> stop() {
    CompletableFuture<Void> all = new CompletableFuture<>();
    executor.execute(
        () -> {
          stopped = true;
          List<CompletableFuture<Void>> closing = new ArrayList<>();
          for (int segment = 0; segment < phases.length; segment++) {
            closing.add(close(segment));
          }
          countOpening();
          CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
              .thenAccept(all::complete);
        });
    return all;
  }

  /** One round of questions for segments that are opened together. */
  private final class Opening {

    private final List<Integer> segments;
    private final int version;
    private final Map<MessageId, Holder> held = new HashMap<>();
    private int unanswered;

    Opening(List<Integer> segments, int version) {
      this.segments = segments;
      this.version = version;
    }

    void start(List<Member> asked) {
      byte[] question = CloseCodec.encodeQuestion(version, segments);
      for (Member member : asked) {
        if (!member.equals(cluster.self())) {
          unanswered++;
          ask(member, question);
        }
      }
      // a page of an earlier time may still be on its way from here
      segments.forEach(segment -> await(committer.close(segment)));
      // which intents are open decides what records mean
      await(cluster.table(Cluster.Table.INTENTS).whole());
    }

    private void await(CompletionStage<Void> stage) {
      unanswered++;
      stage.thenRun(
          () ->
              executor.execute(
                  () -> {
                    unanswered--;
                    finishIfAnswered();
                  }));
    }

    private void ask(Member member, byte[] question) {
      cluster
          .call(member, question)
          .whenComplete(
              (answer, failure) ->
                  executor.execute(() -> answered(member, question, answer, failure)));
    }

    private void answered(Member member, byte[] question, byte[] answer, Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause == null) {
        for (MessageId id : CloseCodec.decodeAnswer(answer)) {
          held.put(id, Holder.consumer(member.incarnation()));
        }
      } else if (!(cause instanceof MemberLeftException) && members.contains(member)) {
        LOG.log(
            Level.WARNING,
            "HIKYAKU1002W: node {0} does not say what it works on ({1}); {2} segments wait for it",
            new Object[] {member.nodeName(), cause, segments.size()});
        ask(member, question);
        return;
      }
      unanswered--;
      finishIfAnswered();
    }

    private void finishIfAnswered() {
      if (unanswered == 0) {
        for (int segment : segments) {
          if (phases[segment] == Phase.OPENING && fencedAt[segment] < version) {
            open(segment);
          }
        }
        countOpening();
      }
    }

    private void open(int segment) {
      List<NamedPage> pages = new ArrayList<>();
      cluster.forEachPage(segment, pages::add);
      Map<MessageId, Holder> holders = new HashMap<>(held);
      holders.putAll(preparedIn.apply(segment));
      openedAt.set(segment, version);
      index.open(segment, pages, holders);
      Map<PageName, NamedPage> late;
      synchronized (arrivedWhileOpening) {
        late = arrivedWhileOpening.remove(segment);
      }
      late.values().forEach(index::apply);
      phases[segment] = Phase.OPEN;
      committer.open(segment);
    }
  }
}
