package io.hikyaku.store.commit;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings records to the committer of their segment's primary, here or on another member, and
 * follows the segment when it moves. Thread-safe; never blocks.
 *
 * <p>When a primary leaves before it answers, the records go to the next one. Their ids are known
 * by then if they were stored, so that nothing is stored twice but for one case: stored, consumed
 * and removed, all before its answer was lost.
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

  /** Stores records in any segment of which this node is the primary. */
  public CompletionStage<Void> appendAnywhere(List<PageRecord> records) {
    CommitRequest request = request(CommitRequest.ANY_SEGMENT, records, null, deadline());
    return admit(request) ? submit(request) : request.done;
  }

  /** Stores records in a segment, in one page. */
  public CompletionStage<Void> append(int segment, List<PageRecord> records) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    attempt(segment, records, null, deadline(), done);
    return done;
  }

  /** Stores records of an intent in a segment; tries for ever, as the intent is decided. */
  public CompletionStage<Void> appendDecided(int segment, List<PageRecord> records, String intent) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    attempt(segment, records, intent, System.nanoTime() + Long.MAX_VALUE / 2, done);
    return done;
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

  private void attempt(
      int segment,
      List<PageRecord> records,
      String intent,
      long deadline,
      CompletableFuture<Void> done) {
    CommitRequest request = request(segment, records, intent, deadline);
    Member primary = placement.get().primary(segment);
    request.done.whenComplete(
        (stored, failure) -> {
          if (failure == null) {
            done.complete(null);
            return;
          }
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          boolean elsewhere =
              cause instanceof NotPrimaryException || cause instanceof MemberLeftException;
          if (!elsewhere && intent == null) {
            done.completeExceptionally(cause);
          } else if (request.isOverdue(System.nanoTime())) {
            done.completeExceptionally(
                new StoreUnavailableException(
                    "segment " + segment + " had no primary in time; try again", cause));
          } else {
            timer.schedule(
                () -> attempt(segment, records, intent, deadline, done),
                RETRY_MILLIS,
                TimeUnit.MILLISECONDS);
          }
        });
    if (primary == null) {
      request.done.completeExceptionally(new NotPrimaryException(segment));
    } else if (!primary.equals(self)) {
      peers.computeIfAbsent(primary, member -> new PeerSender(member, calls)).send(request);
    } else if (admit(request)) {
      submit(request);
    }
  }

  private CompletionStage<Void> submit(CommitRequest request) {
    committer.submit(request);
    return request.done;
  }

  /** Only new messages need room: what also consumes passes, or a full store would stay full. */
  private boolean admit(CommitRequest request) {
    boolean sends = request.records.stream().anyMatch(Router::isNewMessage);
    boolean consumes = request.records.stream().anyMatch(PageRecord.Settle.class::isInstance);
    if (sends && !consumes && request.intent == null) {
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

  /** Forgets members that are gone. */
  public void membersAre(List<Member> members) {
    peers.keySet().retainAll(members);
  }
}
