package io.hikyaku.store.tuple;

import io.hikyaku.api.QueueException;
import io.hikyaku.store.cluster.BlockName;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes the tuples that one thread writes to one group, and sends them off in sorted blocks while
 * the thread goes on. Made by {@link TupleWrite#sink}. Not thread-safe.
 */
public final class TupleSink {

  /** The size that blocks are made of; one tuple that is larger is a block of its own. */
  static final int BLOCK_BYTES = 1 << 20;

  /** The largest tuple. */
  public static final int MAX_TUPLE_BYTES = 16 << 20;

  /** Over this, the largest of the blocks that are being filled goes as it is. */
  private static final int BUFFER_BYTES = 16 << 20;

  /** Blocks on their way at the same time. */
  private static final int IN_FLIGHT = 4;

  private final TupleParts parts;
  private final TupleWrite write;
  private final TupleGroup group;
  private final BlockBuilder[] builders;
  private final Semaphore slots = new Semaphore(IN_FLIGHT);
  private long buffered;
  private volatile Throwable failure;

  TupleSink(TupleParts parts, TupleWrite write, TupleGroup group) {
    this.parts = parts;
    this.write = write;
    this.group = group;
    builders = new BlockBuilder[group.settings().partitions()];
  }

  /** How many partitions the group has. */
  public int partitions() {
    return builders.length;
  }

  /** Adds a tuple to the partition that its key hashes to. Otherwise as the other. */
  public void add(byte[] key, byte[] value) {
    add(KeyHash.partition(key, builders.length), key, value);
  }

  /**
   * Adds a tuple; the arrays are copied. Waits while too many blocks are on their way.
   *
   * @throws io.hikyaku.api.StoreFullException if the node that the tuple belongs to has no room
   * @throws QueueException if the tuple is too large, or an earlier block could not be stored
   */
  public void add(int partition, byte[] key, byte[] value) {
    if (partition < 0 || partition >= builders.length) {
      throw new QueueException(
          "partition " + partition + ": group '" + group.name() + "' has " + builders.length);
    }
    long size = (long) key.length + value.length;
    if (size > MAX_TUPLE_BYTES) {
      throw new QueueException(
          "a tuple of " + size + " bytes: at most " + MAX_TUPLE_BYTES + " are taken; split it");
    }
    BlockBuilder builder = builders[partition];
    if (builder == null) {
      builder = new BlockBuilder(parts.chunks());
      builders[partition] = builder;
    } else if (builder.bytes() + size > BLOCK_BYTES || builder.isFull()) {
      flush(partition);
    }
    if (size > BLOCK_BYTES) {
      acquire();
      send(partition, 1, BlockBuilder.single(key, value));
      return;
    }
    builder.add(key, value);
    buffered += size;
    if (buffered > BUFFER_BYTES) {
      flushLargest();
    }
  }

  private void flushLargest() {
    int largest = -1;
    for (int i = 0; i < builders.length; i++) {
      if (builders[i] != null && (largest < 0 || builders[i].bytes() > builders[largest].bytes())) {
        largest = i;
      }
    }
    flush(largest);
  }

  private void flush(int partition) {
    BlockBuilder builder = builders[partition];
    if (builder.tuples() == 0) {
      return;
    }
    acquire();
    buffered -= builder.bytes();
    int tuples = builder.tuples();
    send(partition, tuples, builder.build());
  }

  /** To be called with a slot, which is given back when the block is stored. */
  private void send(int partition, int tuples, byte[] block) {
    BlockName name = write.nextName(group, partition, tuples, block.length);
    parts
        .put(group, name, block)
        .whenComplete(
            (stored, why) -> {
              if (why != null) {
                failure = why;
              }
              if (write.isGivenUp()) {
                parts.blocks(group).remove(name); // it came behind the removal of the others
              }
              slots.release();
            });
  }

  /** Sends what is left and waits until all is stored. Errors as for {@link #add}. */
  void flush() {
    for (int i = 0; i < builders.length; i++) {
      if (builders[i] != null) {
        flush(i);
      }
    }
    Arrays.fill(builders, null);
    acquire(IN_FLIGHT);
    slots.release(IN_FLIGHT);
    throwFailure();
  }

  private void acquire() {
    throwFailure();
    acquire(1);
  }

  private void acquire(int permits) {
    try {
      // each write is bounded by itself
      if (!slots.tryAcquire(permits, 2 * parts.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new QueueException(
            "blocks of group '" + group.name() + "' were not stored within " + parts.timeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueException("interrupted while writing group '" + group.name() + "'", e);
    }
  }

  private void throwFailure() {
    Throwable why = failure;
    while (why instanceof CompletionException && why.getCause() != null) {
      why = why.getCause();
    }
    if (why instanceof QueueException known) {
      throw known;
    } else if (why != null) {
      throw new QueueException(
          (why instanceof TimeoutException ? "copies did not answer in time" : "not stored")
              + ": a block of group '"
              + group.name()
              + "': "
              + why.getMessage(),
          why);
    }
  }
}
