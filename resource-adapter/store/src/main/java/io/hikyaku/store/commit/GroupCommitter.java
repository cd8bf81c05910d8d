package io.hikyaku.store.commit;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.index.PageIndex;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.SentAgain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * Packs the records of all callers, queues and groups into one page per segment and writes the
 * pages, those for the same members in one operation. There is no timer and no thread: whoever
 * brings work while nobody runs the loop runs it, and what comes meanwhile gathers, so that pages
 * grow by themselves under load. Thread-safe; never blocks.
 */
public final class GroupCommitter {

  /** Pages that can go are removed with a write when so many have gathered, else by the sweep. */
  private static final int REMOVALS = 16;

  /** A page that its copies did not take is sent again after so long. */
  private static final long RETRY_MILLIS = 50;

  private final Cluster cluster;
  private final PageIndex index;
  private final HybridClock clock;
  private final Predicate<String> intentOpen;
  private final Predicate<String> intentKnown;
  private final LongUnaryOperator presentEpoch;
  private final ScheduledExecutorService timer;

  private final EventLoop loop;
  private volatile List<String> slow = List.of();

  // the rest is touched inside the loop only
  private final Lane[] lanes;
  private final Homes homes;
  private boolean homeless;
  private volatile Consumer<CommitRequest> elsewhere = GroupCommitter::refuse;
  private boolean stopped;
  private final Deque<Lane> waiting = new ArrayDeque<>();
  private final Map<Member, Backup> backups = new HashMap<>();

  /**
   * @param intentOpen whether an intent is not finished
   * @param intentKnown whether a member may still take it for not finished: its pages must stay
   * @param presentEpoch from any epoch of a group to that of its present life
   * @param leaveOutSlow whether members that answer slowly get no copies of new messages
   * @param timer for trying again
   */
  public GroupCommitter(
      Cluster cluster,
      PageIndex index,
      HybridClock clock,
      Predicate<String> intentOpen,
      Predicate<String> intentKnown,
      LongUnaryOperator presentEpoch,
      boolean leaveOutSlow,
      ScheduledExecutorService timer) {
    this.cluster = cluster;
    this.index = index;
    this.clock = clock;
    this.intentOpen = intentOpen;
    this.intentKnown = intentKnown;
    this.presentEpoch = presentEpoch;
    this.timer = timer;
    this.lanes = new Lane[cluster.segments()];
    for (int segment = 0; segment < lanes.length; segment++) {
      lanes[segment] = new Lane(segment);
    }
    this.homes = new Homes(lanes, leaveOutSlow);
    this.loop = new EventLoop(() -> !waiting.isEmpty() || !homes.isEmpty(), this::startWrites);
  }

  /** Stores a request's records in one page. */
  void submit(CommitRequest request) {
    loop.run(() -> accept(request));
  }

  /** The segment is open in the index: its pages may be written. */
  public void open(int segment) {
    loop.run(
        () -> {
          Lane lane = lanes[segment];
          lane.open = true;
          lane.closing = null;
          await(lane);
        });
  }

  /**
   * Writes no more pages of a segment.
   *
   * @return completes when none is on its way
   */
  public CompletableFuture<Void> close(int segment) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    loop.run(() -> close(lanes[segment], closed));
    return closed;
  }

  /** Takes nothing more, and tells those who wait for a page that it was not written. */
  public void stop() {
    loop.run(
        () -> {
          stopped = true;
          homes.takeIf(GroupCommitter::refuse);
          for (Lane lane : lanes) {
            lane.pending.removeIf(GroupCommitter::refuse);
          }
        });
  }

  private static boolean refuse(CommitRequest request) {
    request.done.completeExceptionally(
        new StoreUnavailableException("not stored: the store is stopping"));
    return true;
  }

  /** Removes pages that can go and compacts, for segments that nothing is written to meanwhile. */
  public void sweep(List<Integer> segments) {
    loop.run(
        () -> {
          for (int segment : segments) {
            lanes[segment].sweepWanted = true;
            await(lanes[segment]);
          }
        });
  }

  /** Lets other segments take the messages for which any will do, so that all fill evenly. */
  public void rotateHomes() {
    loop.run(() -> homes.rotate(System.nanoTime()));
  }

  /** Gives up requests that waited too long. */
  public void expire() {
    loop.run(
        () -> {
          long now = System.nanoTime();
          homes.takeIf(request -> isExpired(request, now));
          for (Lane lane : lanes) {
            lane.pending.removeIf(request -> isExpired(request, now));
            if (lane.inFlight != null) {
              tellOverdue(lane.inFlight, now);
            }
          }
          slow = backups.values().stream().filter(b -> b.isSlow(now)).map(b -> b.nodeName).toList();
        });
  }

  private static boolean isExpired(CommitRequest request, long now) {
    if (!request.isOverdue(now)) {
      return false;
    }
    request.done.completeExceptionally(
        new StoreUnavailableException(
            "not stored: no segment of this node could take it in time; try again"));
    return true;
  }

  /** Members or the placement changed: who keeps which copies now. */
  public void placementIs(List<Member> members, Placement placement) {
    loop.run(
        () -> {
          backups.keySet().retainAll(members);
          homeless = isHomeless(placement);
          if (homeless) {
            homes.takeIf(
                request -> {
                  elsewhere.accept(request);
                  return true;
                });
          }
          for (Lane lane : lanes) {
            lane.backups =
                placement.owners(lane.segment).stream()
                    .filter(member -> !member.equals(cluster.self()))
                    .map(member -> backups.computeIfAbsent(member, m -> new Backup(m.nodeName())))
                    .toList();
          }
        });
  }

  /** Whether this node is the primary of nothing, nor will be: it is drained, or about to leave. */
  private boolean isHomeless(Placement placement) {
    return !placement.owners().isEmpty()
        && placement.owners().stream()
            .noneMatch(owners -> !owners.isEmpty() && owners.get(0).equals(cluster.self()));
  }

  /** Takes requests for which any segment will do while this node has none; must not block. */
  void elsewhere(Consumer<CommitRequest> taker) {
    elsewhere = taker;
  }

  /** Whether a page of this node is being written, so that what becomes of it is known here. */
  public boolean isOnItsWay(PageName page) {
    return lanes[page.segment()].isOnItsWay(page);
  }

  /** Nodes that new messages are not copied to just now, as they answer slowly. */
  public List<String> slowBackups() {
    return slow;
  }

  // ------------------------------------------------------------------ inside the loop

  private void accept(CommitRequest request) {
    if (stopped) {
      refuse(request);
      return;
    }
    if (!request.isDecided() && cluster.degraded()) {
      request.done.completeExceptionally(
          new StoreUnavailableException(
              "not stored: this side of a split is the smaller one; try again when it sees the"
                  + " other nodes"));
      return;
    }
    if (request.segment == CommitRequest.ANY_SEGMENT) {
      if (homeless) {
        elsewhere.accept(request);
      } else {
        homes.add(request);
      }
      return;
    }
    Lane lane = lanes[request.segment];
    if (!lane.open) {
      request.done.completeExceptionally(new NotPrimaryException(request.segment));
      return;
    }
    lane.pending.add(request);
    await(lane);
  }

  /** Puts a lane in line, if it has work and is not in line. */
  private void await(Lane lane) {
    if (lane.isFree() && lane.hasWork() && !lane.inLine) {
      lane.inLine = true;
      waiting.add(lane);
    }
  }

  private void close(Lane lane, CompletableFuture<Void> closed) {
    lane.open = false;
    lane.inLine = false;
    waiting.remove(lane);
    for (CommitRequest request : lane.pending) {
      request.done.completeExceptionally(new NotPrimaryException(lane.segment));
    }
    lane.pending.clear();
    if (lane.inFlight == null) {
      closed.complete(null);
    } else if (lane.closing == null) {
      lane.closing = closed;
    } else {
      lane.closing.thenAccept(closed::complete);
    }
  }

  private void startWrites() {
    List<Lane> held = new ArrayList<>();
    for (Lane lane = waiting.pollFirst(); lane != null; lane = waiting.pollFirst()) {
      lane.inLine = false;
      if (!lane.hasWindow()) {
        held.add(lane);
      } else {
        write(lane);
      }
    }
    held.forEach(this::await);
    while (!homes.isEmpty()) {
      Lane home = homes.next(System.nanoTime());
      if (home == null) {
        return;
      }
      write(home);
    }
  }

  /** Writes a lane's page, and with it those of others in line that go to the same members. */
  private void write(Lane first) {
    PageBatch batch = new PageBatch(first.backups);
    addPage(first, batch);
    List<Lane> others = List.copyOf(waiting);
    waiting.clear();
    for (Lane lane : others) {
      lane.inLine = false;
      if (batch.hasRoomFor(lane)) {
        addPage(lane, batch);
      } else {
        await(lane);
      }
    }
    if (!batch.writes.isEmpty()) {
      batch.sent(System.nanoTime());
      send(batch.writes);
    }
  }

  private void addPage(Lane lane, PageBatch batch) {
    if (!lane.isFree()) {
      return;
    }
    PageDraft draft = new PageDraft(clock, presentEpoch);
    boolean sweep = lane.sweepWanted;
    lane.sweepWanted = false;
    if (sweep && lane.pending.isEmpty()) {
      // by themselves in their page: nothing in it may settle what it moves
      draft.add(index.survivors(lane.segment, PageDraft.PAGE_BYTES));
    }
    if (draft.isEmpty()) {
      Predicate<String> wanted =
          intent ->
              (SentAgain.is(intent) || intentOpen.test(intent))
                  && !index.hasApplied(lane.segment, intent);
      draft.fill(lane.pending, wanted);
      if (lane.pending.isEmpty()) {
        homes.fill(draft, wanted);
      }
    }
    List<Removal> removals = index.takeRemovable(lane.segment, sweep ? 1 : REMOVALS, intentKnown);
    if (draft.isEmpty() && removals.isEmpty()) {
      complete(draft.requests);
      await(lane);
      return;
    }
    NamedPage page = null;
    try {
      if (!draft.isEmpty()) {
        List<byte[]> arrays = draft.encode();
        long writer = cluster.self().incarnation();
        PageName name = new PageName(lane.segment, writer, lane.nextSequence(), arrays.size() - 1);
        page = new NamedPage(name, arrays);
      }
    } catch (ArithmeticException | OutOfMemoryError e) {
      draft.requests.forEach(request -> tooLarge(request, e));
      await(lane);
      return;
    }
    lane.inFlight = new PageWrite(lane, page, removals, draft.requests, batch, index.membersLost());
    batch.add(lane.inFlight);
  }

  private static void tooLarge(CommitRequest request, Throwable cause) {
    request.done.completeExceptionally(
        new QueueException(
            "not stored: " + request.bytes + " bytes do not fit in a page: send less at once",
            cause));
  }

  private void send(List<PageWrite> writes) {
    cluster
        .write(PageBatch.pages(writes), PageBatch.removals(writes))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                stored(writes);
              } else {
                loop.run(() -> writes.forEach(write -> failed(write, failure)));
              }
            });
  }

  /** Runs on whichever thread brought the last answer. */
  private void stored(List<PageWrite> writes) {
    for (PageWrite write : writes) {
      EventLoop.guarded(
          () -> {
            if (write.page() != null) {
              index.apply(write.page(), write.membersLost());
            }
            index.removed(write.lane().segment, write.removals());
          });
    }
    // the segments go on while their callers are woken, which takes as long as a page is on its way
    loop.run(() -> writes.forEach(write -> ended(write, true)));
    writes.forEach(write -> complete(write.requests()));
  }

  private static void complete(List<CommitRequest> requests) {
    requests.forEach(request -> request.done.complete(null));
  }

  private void ended(PageWrite write, boolean stored) {
    Lane lane = write.lane();
    lane.inFlight = null;
    write.batch().ended(System.nanoTime(), stored);
    if (lane.closing != null) {
      lane.closing.complete(null);
      lane.closing = null;
    }
    await(lane);
  }

  /** Each page of a batch is tried again by itself: their segments may have other owners by now. */
  private void failed(PageWrite write, Throwable failure) {
    if (!write.lane().open) {
      write.requests().forEach(request -> unknown(request, failure));
      ended(write, false);
      return;
    }
    tellOverdue(write, System.nanoTime());
    timer.schedule(() -> send(List.of(write)), RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void tellOverdue(PageWrite write, long now) {
    for (CommitRequest request : write.requests()) {
      if (request.isOverdue(now)) {
        unknown(request, null);
      }
    }
  }

  private static void unknown(CommitRequest request, Throwable cause) {
    request.done.completeExceptionally(
        new OutcomeUnknownException(
            "the copies did not answer in time: it may or may not be stored", cause));
  }
}
