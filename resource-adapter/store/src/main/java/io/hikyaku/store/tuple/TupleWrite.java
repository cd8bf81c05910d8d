package io.hikyaku.store.tuple;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An attempt at writing to groups: nobody sees its tuples before {@link #commit}, and of several
 * attempts under one name at most one is ever seen. Thread-safe; each thread writes to a sink of
 * its own.
 */
public final class TupleWrite implements AutoCloseable {

  /** Threads that make blocks at the end of a write. */
  private static final int MAX_THREADS = 4;

  private final TupleParts parts;
  private final String name;
  private final Attempt attempt;
  private final List<TupleSink> sinks = new ArrayList<>();
  private final Map<TupleGroup, Map<Integer, Part>> written = new LinkedHashMap<>();
  private byte[] note = new byte[0];
  private boolean ended;
  private volatile boolean givenUp;

  TupleWrite(TupleParts parts, String name, Attempt attempt) {
    this.parts = parts;
    this.name = name;
    this.attempt = attempt;
  }

  /**
   * A new sink for the calling thread.
   *
   * @throws UnknownGroupException if no tuple group has this name
   */
  public synchronized TupleSink sink(TupleGroup group) {
    requireOpen();
    TupleSink sink = new TupleSink(parts, this, group);
    sinks.add(sink);
    written.computeIfAbsent(group, any -> new TreeMap<>());
    return sink;
  }

  /** Whether nothing of it is to stay. */
  boolean isGivenUp() {
    return givenUp;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("write " + name + " has ended");
    }
  }

  synchronized BlockName nextName(TupleGroup group, int partition, int tuples, int bytes) {
    requireOpen();
    Map<Integer, Part> byPartition = written.get(group);
    Part before = byPartition.getOrDefault(partition, new Part(attempt, partition, 0, 0, 0));
    byPartition.put(
        partition,
        new Part(
            attempt,
            partition,
            before.blocks() + 1,
            before.tuples() + tuples,
            before.bytes() + bytes));
    return new BlockName(
        group.segment(partition),
        group.epoch(),
        partition,
        attempt.writer(),
        attempt.number(),
        before.blocks());
  }

  /** What {@link TupleStore#commits} tells of this write, if it counts: a few bytes. */
  public synchronized void note(byte[] bytes) {
    note = bytes;
  }

  /** Tuples written so far and sent off. */
  public synchronized long tuples() {
    return written.values().stream()
        .flatMap(map -> map.values().stream())
        .mapToLong(Part::tuples)
        .sum();
  }

  /**
   * Makes all that was written visible at once. Blocks until every block and the commit are stored
   * at all their owners. Threads that still write must have ended before.
   *
   * @return false if another attempt of this name came first; then nothing of this one is seen
   * @throws UnknownGroupException if a group was dropped meanwhile
   * @throws QueueException if something could not be stored: nothing of it is seen, unless the
   *     message says that the outcome is unknown
   */
  public boolean commit() {
    List<TupleSink> open;
    synchronized (this) {
      requireOpen();
      open = List.copyOf(sinks);
    }
    flush(open);
    requireGroups();
    Commit commit;
    synchronized (this) {
      Map<Long, List<Part>> all = new LinkedHashMap<>();
      written.forEach((group, map) -> all.put(group.epoch(), List.copyOf(map.values())));
      commit = new Commit(attempt, all, note);
    }
    Commit first = putIfAbsent(commit);
    if (first != null && !first.attempt().equals(attempt)) {
      close();
      return false;
    }
    end();
    requireGroups();
    return true;
  }

  /**
   * Several at the same time: most of what was written may only now become blocks. This thread
   * works as well, so that it waits for nothing that has not begun.
   */
  private void flush(List<TupleSink> open) {
    List<Flush> all =
        open.stream().map(sink -> new Flush(sink, new CompletableFuture<>())).toList();
    Queue<Flush> left = new ConcurrentLinkedQueue<>(all);
    Runnable work =
        () -> {
          for (Flush next = left.poll(); next != null; next = left.poll()) {
            next.run();
          }
        };
    for (int i = 1; i < Math.min(open.size(), MAX_THREADS); i++) {
      try {
        parts.executor().execute(work);
      } catch (RejectedExecutionException e) {
        break; // the node is stopping: this thread does it alone
      }
    }
    work.run();
    try {
      // for all, also if one fails: none may write behind close
      CompletableFuture.allOf(all.stream().map(Flush::done).toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }

  private record Flush(TupleSink sink, CompletableFuture<Void> done) {
    void run() {
      try {
        sink.flush();
        done.complete(null);
      } catch (Throwable e) { // or whoever waits would wait for ever
        done.completeExceptionally(e);
      }
    }
  }

  private synchronized void end() {
    ended = true;
  }

  private synchronized void requireGroups() {
    for (TupleGroup group : written.keySet()) {
      if (!parts.catalogue().isLive(group.epoch())) {
        throw new UnknownGroupException(
            "tuple group '" + group.name() + "' was dropped while it was written to");
      }
    }
  }

  private Commit putIfAbsent(Commit commit) {
    CompletableFuture<byte[]> stage =
        parts
            .cluster()
            .table(Cluster.Table.TUPLES)
            .putIfAbsent(Catalogue.COMMIT + name, commit.encode())
            .toCompletableFuture();
    try {
      byte[] first = stage.get(2 * parts.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return first == null ? null : Commit.decode(first);
    } catch (ExecutionException e) {
      // blocks of an attempt that may count must stay
      end();
      throw new OutcomeUnknownException(
          "whether write " + name + " counts is unknown: " + e.getCause().getMessage(),
          e.getCause());
    } catch (TimeoutException e) {
      end();
      throw new OutcomeUnknownException(
          "whether write " + name + " counts is unknown: no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
      throw new OutcomeUnknownException(
          "whether write " + name + " counts is unknown: interrupted", e);
    }
  }

  /** Takes back what was written and not committed. Does not wait until it is gone. */
  @Override
  public void close() {
    Map<TupleGroup, List<Part>> unwanted = new LinkedHashMap<>();
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      givenUp = true;
      written.forEach((group, map) -> unwanted.put(group, List.copyOf(map.values())));
    }
    unwanted.forEach(
        (group, list) ->
            list.forEach(
                part -> part.names(group).forEach(block -> parts.blocks(group).remove(block))));
  }
}
