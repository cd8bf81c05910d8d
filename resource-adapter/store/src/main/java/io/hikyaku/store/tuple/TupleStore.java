package io.hikyaku.store.tuple;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * The tuple groups of a node's cluster. Thread-safe; methods block unless they say otherwise. See
 * ADR 9.
 */
public final class TupleStore {

  private final TupleParts parts;
  private final Catalogue catalogue;
  private final Reclaimer reclaimer;
  private final ExecutorService executor;
  private final AtomicInteger lastAttempt = new AtomicInteger();
  private final AtomicLong lastEpoch = new AtomicLong();

  /**
   * Prepares it; see {@link #start}.
   *
   * @param limitBytes memory for blocks stored on this node, copies for others included
   * @param calls asks the tuple store of another member
   * @param executor merges for readers elsewhere, and builds blocks at the end of a write
   */
  public TupleStore(
      Cluster cluster,
      long limitBytes,
      Duration timeout,
      BiFunction<Member, ByteBuffer, CompletionStage<byte[]>> calls,
      ExecutorService executor) {
    catalogue = new Catalogue(cluster.table(Cluster.Table.TUPLES));
    TupleMemory memory = new TupleMemory(cluster.self().nodeName(), limitBytes);
    parts = new TupleParts(cluster, catalogue, memory, calls, timeout, new ChunkPool(), executor);
    reclaimer = new Reclaimer(parts);
    this.executor = executor;
  }

  /** Begins to follow the table; to be called once, before anything else. */
  public void start() {
    catalogue.start();
  }

  /** Gives memory back that nobody can see any more. To be called every second; does not block. */
  public void housekeep(long nowMillis) {
    reclaimer.run(nowMillis);
  }

  /** Bytes of blocks stored here. */
  public long usedBytes() {
    return parts.memory().used();
  }

  /** What {@link #usedBytes} may reach. */
  public long limitBytes() {
    return parts.memory().limit();
  }

  /**
   * Makes a group, or finds the one that is there.
   *
   * @throws QueueException if there is one with other settings
   */
  public TupleGroup create(String name, TupleGroupSettings settings) {
    if (name == null || !name.matches("[A-Za-z0-9._/-]{1,200}")) {
      throw new QueueException(
          "'" + name + "' is no name for a tuple group: 1 to 200 of A-Z a-z 0-9 . _ / -");
    }
    long epoch =
        TupleGroup.epoch(parts.cluster().self().incarnation(), lastEpoch.incrementAndGet());
    TupleGroup made = new TupleGroup(name, epoch, settings, parts.cluster().segments());
    byte[] present = await(table().putIfAbsent(Catalogue.GROUP + name, made.encode()));
    if (present == null) {
      return made;
    }
    TupleGroup group = TupleGroup.decode(name, present);
    if (!group.settings().equals(settings)) {
      throw new QueueException(
          "tuple group '" + name + "' is there already, with " + group.settings());
    }
    return group;
  }

  /** A group, or null. */
  public TupleGroup find(String name) {
    return catalogue.group(name);
  }

  /**
   * A group that must be there.
   *
   * @throws UnknownGroupException if it is not
   */
  public TupleGroup require(String name) {
    TupleGroup group = catalogue.group(name);
    if (group == null) {
      throw new UnknownGroupException(
          "no tuple group is named '"
              + name
              + "': create it first; there are "
              + catalogue.names().stream().limit(20).toList());
    }
    return group;
  }

  /** All groups, by name. */
  public List<TupleGroup> groups() {
    return catalogue.groups();
  }

  /**
   * Drops a group with all that is in it: one small write, whatever it holds. The memory is given
   * back behind.
   *
   * @return whether it was there
   */
  public boolean drop(String name) {
    return await(table().remove(Catalogue.GROUP + name));
  }

  /** Begins a write of its own. */
  public TupleWrite write() {
    Attempt attempt = nextAttempt();
    return new TupleWrite(
        parts, "w/" + Long.toHexString(attempt.writer()) + "-" + attempt.number(), attempt);
  }

  /**
   * Begins an attempt at a write that is to count once.
   *
   * @param name of the write, the same for all attempts at it
   */
  public TupleWrite attempt(String name) {
    return new TupleWrite(parts, name, nextAttempt());
  }

  private Attempt nextAttempt() {
    return new Attempt(parts.cluster().self().incarnation(), lastAttempt.incrementAndGet());
  }

  /** Whether an attempt at this write counts already. Does not block. */
  public boolean isCommitted(String name) {
    return catalogue.commit(Catalogue.COMMIT + name) != null;
  }

  /** The notes of all writes that count and whose name begins so. Does not block. */
  public Map<String, byte[]> commits(String prefix) {
    Map<String, byte[]> notes = new TreeMap<>();
    catalogue
        .commits(Catalogue.COMMIT + prefix)
        .forEach(
            (key, commit) -> notes.put(key.substring(Catalogue.COMMIT.length()), commit.note()));
    return notes;
  }

  /**
   * Gives a group another name, with all that is in it.
   *
   * @return false if there is no such group any more
   * @throws QueueException if the new name is taken by another group
   */
  public boolean rename(String from, String to) {
    TupleGroup group = catalogue.group(from);
    if (group == null) {
      return false;
    }
    byte[] value = group.encode();
    byte[] present = await(table().putIfAbsent(Catalogue.GROUP + to, value));
    if (present != null && TupleGroup.decode(to, present).epoch() != group.epoch()) {
      throw new QueueException("tuple group '" + to + "' is there already: drop it first");
    }
    await(table().remove(Catalogue.GROUP + from));
    return true;
  }

  /** Tuples and bytes of a group, per partition. Does not block. */
  public List<PartitionSize> sizes(TupleGroup group) {
    List<PartitionSize> sizes = new ArrayList<>();
    for (int partition = 0; partition < group.settings().partitions(); partition++) {
      long tuples = 0;
      long bytes = 0;
      int blocks = 0;
      for (Part part : catalogue.parts(group, partition)) {
        tuples += part.tuples();
        bytes += part.bytes();
        blocks += part.blocks();
      }
      sizes.add(new PartitionSize(partition, blocks, tuples, bytes));
    }
    return sizes;
  }

  /**
   * What a partition holds.
   *
   * @param bytes of its blocks, one copy
   */
  public record PartitionSize(int partition, int blocks, long tuples, long bytes) {}

  /** Tuples in a group. Does not block. */
  public long count(TupleGroup group) {
    return catalogue.parts(group).stream().mapToLong(Part::tuples).sum();
  }

  /** The member that a partition is read at without asking others; null if there is none now. */
  public Member owner(TupleGroup group, int partition) {
    return parts.owner(group, partition);
  }

  /** Reads a partition sorted by key, wherever it is. */
  public TupleCursor read(TupleGroup group, int partition) {
    List<BlockName> names = names(group, partition);
    if (!parts.isHere(group, partition)) {
      return new RemoteCursor(parts, group, partition, names);
    }
    LocalBlocks source = source(group);
    return new MergeCursor(names.stream().map(name -> new BlockCursor(source.get(name))).toList());
  }

  /**
   * Reads a share of a partition block by block: sorted within each block only. Every block belongs
   * to exactly one share, whatever is added meanwhile.
   *
   * @param share 0 to {@code shares} - 1
   */
  public TupleCursor readShare(TupleGroup group, int partition, int share, int shares) {
    List<BlockName> names =
        names(group, partition).stream()
            .filter(name -> Math.floorMod(name.sequence() + 31 * name.attempt(), shares) == share)
            .toList();
    return new SequentialCursor(names, source(group));
  }

  /**
   * All values of a key in one partition, in the order they were written by each writer: in that
   * which the key hashes to or, if there are none, in the first other one that has some, as a
   * partitioner may have chosen it.
   */
  public List<byte[]> get(TupleGroup group, byte[] key) {
    int partitions = group.settings().partitions();
    int hashed = KeyHash.partition(key, partitions);
    List<byte[]> values = get(group, hashed, key);
    for (int i = 1; i < partitions && values.isEmpty(); i++) {
      values = get(group, (hashed + i) % partitions, key);
    }
    return values;
  }

  private List<byte[]> get(TupleGroup group, int partition, byte[] key) {
    LocalBlocks source = source(group);
    List<byte[]> values = new ArrayList<>();
    for (BlockName name : names(group, partition)) {
      byte[] block = source.blocks().here(name);
      if (block == null) {
        block = source.get(name);
      }
      int at = Block.find(block, key);
      if (at >= 0) {
        BlockCursor cursor = new BlockCursor(block);
        cursor.moveTo(new BlockCursor.Place(0, 0, at, 0));
        cursor.nextKey();
        while (cursor.nextValue()) {
          byte[] value = new byte[cursor.valueLength()];
          System.arraycopy(block, cursor.valueAt(), value, 0, value.length);
          values.add(value);
        }
      }
    }
    return values;
  }

  private LocalBlocks source(TupleGroup group) {
    return new LocalBlocks(parts.blocks(group), parts);
  }

  private List<BlockName> names(TupleGroup group, int partition) {
    if (partition < 0 || partition >= group.settings().partitions()) {
      throw new QueueException(
          "partition "
              + partition
              + ": group '"
              + group.name()
              + "' has "
              + group.settings().partitions());
    }
    if (!catalogue.isLive(group.epoch())) {
      throw new UnknownGroupException("tuple group '" + group.name() + "' was dropped");
    }
    List<BlockName> names = new ArrayList<>();
    for (Part part : catalogue.parts(group, partition)) {
      names.addAll(part.names(group));
    }
    return names;
  }

  /** Answers another member's tuple store. Does not block. */
  public CompletionStage<byte[]> handle(ByteBuffer request) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    byte what = request.get();
    try {
      if (what == TupleCalls.RESERVE) {
        parts.memory().reserve(request.getLong());
        answer.complete(TupleCalls.done());
      } else {
        executor.execute(() -> answer.complete(merge(request)));
      }
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new QueueException("the node is stopping", e));
    } catch (RuntimeException e) {
      answer.complete(TupleCalls.refused(e));
    }
    return answer;
  }

  private byte[] merge(ByteBuffer request) {
    try {
      LocalBlocks source = new LocalBlocks(parts.cluster().blocks(request.getInt()), parts);
      List<TupleCalls.Position> positions = TupleCalls.getPositions(request);
      List<byte[]> blocks =
          positions.stream()
              .map(
                  at ->
                      at.place().equals(BlockCursor.Place.START)
                          ? source.get(at.block())
                          : source.getAgain(at.block()))
              .toList();
      TupleCalls.Merged merged = PartialMerge.of(positions, blocks, parts.chunks());
      return TupleCalls.merged(merged.rest(), merged.block());
    } catch (RuntimeException e) {
      return TupleCalls.refused(e);
    }
  }

  private ReplicatedTable table() {
    return parts.cluster().table(Cluster.Table.TUPLES);
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(2 * parts.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QueueException known) {
        throw known;
      }
      throw new OutcomeUnknownException("the cluster met a fault: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new OutcomeUnknownException("the cluster did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException("interrupted", e);
    }
  }
}
