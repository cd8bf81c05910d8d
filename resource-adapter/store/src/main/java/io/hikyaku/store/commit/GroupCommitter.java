package io.hikyaku.store.commit;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.index.PageIndex;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Packs the records of all callers, queues and groups into one page per segment and writes it.
 * There is no timer and no thread: whoever brings work while nobody runs the loop runs it, and what
 * comes meanwhile gathers, so that pages grow by themselves under load. Thread-safe; never blocks.
 */
public final class GroupCommitter {

  /** Pages on their way at once, over all segments. */
  private static final int WINDOW = 4;

  /** Segments that take messages for which any segment will do, at one time. */
  private static final int HOMES = 2;

  /** A page is not filled further than this; a larger request gets a page of its own. */
  private static final int PAGE_BYTES = 256 << 10;

  private static final long RETRY_MILLIS = 50;

  private static final Logger LOG = Logger.getLogger(GroupCommitter.class.getName());

  private final Cluster cluster;
  private final PageIndex index;
  private final HybridClock clock;
  private final Predicate<String> intentOpen;
  private final LongUnaryOperator presentEpoch;
  private final ScheduledExecutorService timer;

  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger work = new AtomicInteger();

  // the rest is touched inside the loop only
  private final Lane[] lanes;
  private final Deque<CommitRequest> anywhere = new ArrayDeque<>();
  private final Deque<Lane> waiting = new ArrayDeque<>();
  private int onTheirWay;
  private int firstHome;

  /**
   * @param intentOpen whether an intent is not finished
   * @param presentEpoch from any epoch of a group to that of its present life
   * @param timer for trying again
   */
  public GroupCommitter(
      Cluster cluster,
      PageIndex index,
      HybridClock clock,
      Predicate<String> intentOpen,
      LongUnaryOperator presentEpoch,
      ScheduledExecutorService timer) {
    this.cluster = cluster;
    this.index = index;
    this.clock = clock;
    this.intentOpen = intentOpen;
    this.presentEpoch = presentEpoch;
    this.timer = timer;
    this.lanes = new Lane[cluster.segments()];
    for (int segment = 0; segment < lanes.length; segment++) {
      lanes[segment] = new Lane(segment);
    }
  }

  /** Stores a request's records in one page. */
  void submit(CommitRequest request) {
    run(() -> accept(request));
  }

  /** The segment is open in the index: its pages may be written. */
  public void open(int segment) {
    run(
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
    run(() -> close(lanes[segment], closed));
    return closed;
  }

  /** Removes pages that can go and compacts, for segments that nothing is written to meanwhile. */
  public void sweep(List<Integer> segments) {
    run(
        () -> {
          for (int segment : segments) {
            lanes[segment].sweepWanted = true;
            await(lanes[segment]);
          }
        });
  }

  /** Lets other segments take the messages for which any will do, so that all fill evenly. */
  public void rotateHomes() {
    run(() -> firstHome = (firstHome + HOMES) % lanes.length);
  }

  /** Gives up requests that waited too long. */
  public void expire() {
    run(
        () -> {
          long now = System.nanoTime();
          expire(anywhere, now);
          for (Lane lane : lanes) {
            expire(lane.pending, now);
            if (lane.inFlight != null) {
              tellOverdue(lane.inFlight, now);
            }
          }
        });
  }

  private static void expire(Deque<CommitRequest> requests, long now) {
    for (Iterator<CommitRequest> i = requests.iterator(); i.hasNext(); ) {
      CommitRequest request = i.next();
      if (request.isOverdue(now)) {
        i.remove();
        request.done.completeExceptionally(
            new StoreUnavailableException(
                "not stored: no segment of this node could take it in time; try again"));
      }
    }
  }

  // ------------------------------------------------------------------ the loop

  private void run(Runnable event) {
    inbox.add(event);
    if (work.getAndIncrement() != 0) {
      return; // who runs the loop will see it
    }
    int seen = 1;
    do {
      for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
        guarded(next);
      }
      guarded(this::startWrites);
      seen = work.addAndGet(-seen);
    } while (seen != 0);
  }

  /** The loop must go on whatever one event meets: everything else depends on it. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "HIKYAKU1001E: the group committer met a fault of its own", e);
    }
  }

  private void accept(CommitRequest request) {
    if (request.segment == CommitRequest.ANY_SEGMENT) {
      anywhere.add(request);
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
    if (lane.isFree() && lane.hasWork() && !waiting.contains(lane)) {
      waiting.add(lane);
    }
  }

  private void close(Lane lane, CompletableFuture<Void> closed) {
    lane.open = false;
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
    while (onTheirWay < WINDOW) {
      Lane lane = waiting.pollFirst();
      if (lane == null && !anywhere.isEmpty()) {
        lane = freeHome();
      }
      if (lane == null) {
        return;
      }
      if (lane.isFree()) {
        write(lane);
      }
    }
  }

  /** A home that nothing is on its way to; null if there is none. */
  private Lane freeHome() {
    int found = 0;
    for (int i = 0; i < lanes.length && found < HOMES; i++) {
      Lane lane = lanes[(firstHome + i) % lanes.length];
      if (lane.open) {
        found++;
        if (lane.inFlight == null) {
          return lane;
        }
      }
    }
    return null;
  }

  private void write(Lane lane) {
    List<CommitRequest> requests = new ArrayList<>();
    List<PageRecord> records = new ArrayList<>();
    List<String> intents = new ArrayList<>();
    int bytes = 0;
    if (lane.sweepWanted) {
      lane.sweepWanted = false;
      if (lane.pending.isEmpty()) {
        // by themselves in their page: nothing in it may settle what it moves
        records.addAll(index.survivors(lane.segment, PAGE_BYTES));
      }
    }
    if (records.isEmpty()) {
      bytes = fill(lane.pending, 0, lane.segment, requests, records, intents);
      if (lane.pending.isEmpty()) {
        fill(anywhere, bytes, lane.segment, requests, records, intents);
      }
    }
    List<PageName> removals = index.takeRemovable(lane.segment, intentOpen);
    if (records.isEmpty() && removals.isEmpty()) {
      complete(requests);
      await(lane);
      return;
    }
    byte[] page;
    try {
      page = records.isEmpty() ? null : PageCodec.encode(intents, records);
    } catch (ArithmeticException | OutOfMemoryError e) {
      requests.forEach(
          request ->
              request.done.completeExceptionally(
                  new QueueException(
                      "not stored: "
                          + request.bytes
                          + " bytes do not fit in a page: send less at once",
                      e)));
      await(lane);
      return;
    }
    PageName name = new PageName(lane.segment, cluster.self().incarnation(), lane.nextSequence());
    lane.inFlight = new PageWrite(lane, name, page, removals, requests);
    onTheirWay++;
    send(lane.inFlight);
  }

  /** Moves requests from a queue into a page until it is full; returns the bytes in it. */
  private int fill(
      Deque<CommitRequest> from,
      int startBytes,
      int segment,
      List<CommitRequest> requests,
      List<PageRecord> records,
      List<String> intents) {
    int bytes = startBytes;
    while (!from.isEmpty() && (bytes == 0 || bytes + from.peekFirst().bytes <= PAGE_BYTES)) {
      CommitRequest request = from.pollFirst();
      requests.add(request);
      if (request.intent != null) {
        if (!intentOpen.test(request.intent) || index.hasApplied(segment, request.intent)) {
          continue; // somebody finished it before
        }
        intents.add(request.intent);
      }
      for (PageRecord record : request.records) {
        records.add(
            record instanceof PageRecord.Enqueue enqueue && enqueue.stamp() == 0
                // a sender may not know of a purge yet: the message came after it
                ? enqueue.placed(clock.next(), presentEpoch.applyAsLong(enqueue.epoch()))
                : record);
      }
      bytes += request.bytes;
    }
    return bytes;
  }

  private void send(PageWrite write) {
    cluster
        .write(write.name(), write.page(), write.removals())
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                stored(write);
              } else {
                run(() -> failed(write, failure));
              }
            });
  }

  /** Runs on whichever thread brought the last answer. */
  private void stored(PageWrite write) {
    guarded(
        () -> {
          if (write.page() != null) {
            index.apply(write.name(), write.page());
          }
          index.removed(write.lane().segment, write.removals());
        });
    complete(write.requests());
    run(() -> ended(write.lane()));
  }

  private static void complete(List<CommitRequest> requests) {
    requests.forEach(request -> request.done.complete(null));
  }

  private void ended(Lane lane) {
    lane.inFlight = null;
    onTheirWay--;
    if (lane.closing != null) {
      lane.closing.complete(null);
      lane.closing = null;
    }
    await(lane);
  }

  private void failed(PageWrite write, Throwable failure) {
    if (!write.lane().open) {
      write.requests().forEach(request -> unknown(request, failure));
      ended(write.lane());
      return;
    }
    tellOverdue(write, System.nanoTime());
    timer.schedule(() -> send(write), RETRY_MILLIS, TimeUnit.MILLISECONDS);
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
