package io.hikyaku.store.commit;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.SentAgain;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Brings records to the committer of their segment's primary, here or on another member, and
 * follows the segment when it moves. Thread-safe; never blocks.
 *
 * <p>When a primary leaves before it answers, the records go to the next one. Their ids are known
 * by then if they were stored, so that nothing is stored twice but for one case: stored, consumed
 * and removed, all before its answer was lost. Should the primary come back with them, see {@link
 * SentAgain}.
 */
public final class Router {

  private static final long RETRY_MILLIS = 20;

  private final Member self;
  private final Supplier<Placement> placement;
  private final GroupCommitter committer;
  private final Admission admission;
  private final Calls calls;
  private final ScheduledExecutorService timer;
  private final long timeoutNanos;
  private final Map<Member, PeerSender> peers = new ConcurrentHashMap<>();

  private final AtomicLong lastSentAgain = new AtomicLong();

  /** Those that will try again. */
  private final Set<Sending> waiting = ConcurrentHashMap.newKeySet();

  private volatile boolean stopped;

  /**
   * @param admission says whether a primary may take more
   * @param timeout after which a caller is told
   */
  public Router(
      Member self,
      Supplier<Placement> placement,
      GroupCommitter committer,
      Admission admission,
      Calls calls,
      ScheduledExecutorService timer,
      Duration timeout) {
    this.self = self;
    this.placement = placement;
    this.committer = committer;
    this.admission = admission;
    this.calls = calls;
    this.timer = timer;
    this.timeoutNanos = timeout.toNanos();
    committer.elsewhere(this::appendElsewhere);
  }

  /** Whether a primary may take more messages for one of its segments. */
  @FunctionalInterface
  public interface Admission {
    /**
     * Refuses, or lets pass.
     *
     * @param records some of them new messages
     * @param bytes that they take
     * @return to be run when they are stored, or will not be
     * @throws StoreFullException if there is no room for them
     * @throws NoBackupException if copies are missing and that is not allowed
     * @throws UnknownGroupException if the group of one was deleted
     */
    Runnable check(List<PageRecord> records, int bytes);
  }

  /** A node without segments of its own, one that is drained, stores where others are primary. */
  private void appendElsewhere(CommitRequest request) {
    int segments = placement.get().owners().size();
    int segment = ThreadLocalRandom.current().nextInt(Math.max(1, segments));
    new Sending(segment, request.records, request.intent, deadline())
        .attempt()
        .whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                request.done.complete(null);
              } else {
                request.done.completeExceptionally(failure);
              }
            });
  }

  /** Stores records in any segment, of which this node is the primary if it is of one. */
  public CompletionStage<Void> appendAnywhere(List<PageRecord> records) {
    CommitRequest request = request(CommitRequest.ANY_SEGMENT, records, null, deadline());
    return admit(request) ? submit(request) : request.done;
  }

  /** Stores records in a segment, in one page. */
  public CompletionStage<Void> append(int segment, List<PageRecord> records) {
    return new Sending(segment, records, null, deadline()).attempt();
  }

  /**
   * Stores records of an intent in a segment; tries for ever, as the intent is decided.
   *
   * @return whether a member that left may have stored them too
   */
  public CompletionStage<Boolean> appendDecided(
      int segment, List<PageRecord> records, String intent) {
    long never = System.nanoTime() + Long.MAX_VALUE / 2;
    Sending sending = new Sending(segment, records, intent, never);
    return sending.attempt().thenApply(stored -> sending.inDoubt);
  }

  /** Refuses records for which this node has no room, as an append would. */
  public void checkRoom(Collection<List<PageRecord>> parts) {
    List<PageRecord> records = parts.stream().flatMap(List::stream).toList();
    admission.check(records, records.stream().mapToInt(PageCodec::size).sum()).run();
  }

  private long deadline() {
    return System.nanoTime() + timeoutNanos;
  }

  private static CommitRequest request(
      int segment, List<PageRecord> records, String intent, long deadline) {
    return new CommitRequest(segment, records, intent, deadline);
  }

  private CompletionStage<Void> submit(CommitRequest request) {
    committer.submit(request);
    return request.done;
  }

  /** Only new messages need room: what also consumes passes, or a full store would stay full. */
  private boolean admit(CommitRequest request) {
    boolean sends = request.records.stream().anyMatch(Router::isNewMessage);
    boolean consumes = request.records.stream().anyMatch(PageRecord.Settle.class::isInstance);
    if (sends && !consumes && !request.isDecided()) {
      try {
        request.reserved(admission.check(request.records, request.bytes));
      } catch (StoreFullException | NoBackupException | UnknownGroupException e) {
        request.done.completeExceptionally(e);
        return false;
      }
    }
    return true;
  }

  private static boolean isNewMessage(PageRecord record) {
    return record instanceof PageRecord.Enqueue enqueue && enqueue.stamp() == 0;
  }

  /** Serves another member's {@link Calls#append}. */
  public CompletionStage<byte[]> handleAppend(ByteBuffer request) {
    List<CommitRequest> requests = new ArrayList<>();
    for (AppendCodec.Append append : AppendCodec.decode(request)) {
      String intent = append.intents().isEmpty() ? null : append.intents().get(0);
      CommitRequest one =
          request(append.segment(), PageCodec.decode(append.page()), intent, deadline());
      requests.add(one);
      if (admit(one)) {
        committer.submit(one);
      }
    }
    CompletableFuture<?>[] all =
        requests.stream().map(r -> r.done).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(all)
        .handle(
            (done, failure) ->
                AppendCodec.encodeOutcomes(requests.stream().map(r -> outcome(r.done)).toList()));
  }

  private static Throwable outcome(CompletableFuture<Void> done) {
    return done.handle((ok, failure) -> failure).join();
  }

  /** Records on their way to a segment, wherever that is. */
  private final class Sending {

    private final int segment;
    private final List<PageRecord> records;
    private final String intent;
    private final long deadline;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** A member left that may have stored them. */
    private volatile boolean inDoubt;

    private String again;

    Sending(int segment, List<PageRecord> records, String intent, long deadline) {
      this.segment = segment;
      this.records = records;
      this.intent = intent;
      this.deadline = deadline;
    }

    CompletionStage<Void> attempt() {
      waiting.remove(this);
      if (inDoubt && again == null) {
        again = SentAgain.name(self.incarnation(), lastSentAgain.incrementAndGet());
      }
      String name = intent == null ? again : intent;
      CommitRequest request = request(segment, records, name, deadline);
      request.done.whenComplete((stored, failure) -> ended(request, failure));
      Member primary = placement.get().primary(segment);
      if (primary == null) {
        request.done.completeExceptionally(new NotPrimaryException(segment));
      } else if (!primary.equals(self)) {
        peers.computeIfAbsent(primary, member -> new PeerSender(member, calls)).send(request);
      } else if (admit(request)) {
        submit(request);
      }
      return done;
    }

    private void ended(CommitRequest request, Throwable failure) {
      if (failure == null) {
        done.complete(null);
        return;
      }
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      boolean left = cause instanceof MemberLeftException;
      inDoubt |= left;
      if (!left && !(cause instanceof NotPrimaryException) && intent == null) {
        done.completeExceptionally(cause);
      } else if (request.isOverdue(System.nanoTime())) {
        giveUp("segment " + segment + " had no primary in time");
      } else {
        waiting.add(this);
        timer.schedule(this::attempt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        if (stopped) {
          giveUp("the store is stopping");
        }
      }
    }

    void giveUp(String why) {
      done.completeExceptionally(
          inDoubt || intent != null
              ? new OutcomeUnknownException(why + ": it may or may not be stored")
              : new StoreUnavailableException("not stored: " + why + "; try again"));
    }
  }

  /** Tells those who wait for a segment that is nowhere open that it is over. */
  public void stop() {
    stopped = true;
    waiting.forEach(sending -> sending.giveUp("the store is stopping"));
  }

  /** Forgets members that are gone. */
  public void membersAre(List<Member> members) {
    peers.keySet().retainAll(members);
  }
}
