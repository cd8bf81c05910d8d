package io.hikyaku.store.tuple;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.mapreduce.DamagedGroupException;
import io.hikyaku.store.cluster.BlockName;
import io.hikyaku.store.cluster.Member;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The merge of a partition that lives elsewhere. Its owner merges; what travels is one part of
 * about a megabyte at a time, the next one while this one is read. The owner remembers nothing
 * between them: each request says where every block stands. So when the owner changes the next
 * request goes to the new one.
 */
final class RemoteCursor implements TupleCursor {

  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 250;

  private final TupleParts parts;
  private final TupleGroup group;
  private final int partition;
  private List<TupleCalls.Position> rest;
  private CompletableFuture<byte[]> next;
  private BlockCursor cursor;
  private byte[] key;

  RemoteCursor(TupleParts parts, TupleGroup group, int partition, List<BlockName> names) {
    this.parts = parts;
    this.group = group;
    this.partition = partition;
    rest =
        names.stream().map(name -> new TupleCalls.Position(name, BlockCursor.Place.START)).toList();
    request();
  }

  private void request() {
    if (rest.isEmpty()) {
      next = null;
      return;
    }
    Member owner = parts.owner(group, partition);
    next =
        owner == null
            ? CompletableFuture.failedFuture(new QueueException("no node has the partition now"))
            : parts
                .calls()
                .apply(owner, TupleCalls.merge(group.settings().copies(), rest))
                .toCompletableFuture();
  }

  /** The next part; false if there is none. */
  private boolean load() {
    if (next == null) {
      cursor = null;
      return false;
    }
    TupleCalls.Merged merged = answer();
    Block.verify(merged.block(), "a part of partition " + partition + " of " + group.name());
    rest = merged.rest();
    request();
    cursor = new BlockCursor(merged.block());
    return true;
  }

  private TupleCalls.Merged answer() {
    for (int attempt = 1; ; attempt++) {
      try {
        return TupleCalls.merged(next.get(2 * parts.timeout().toMillis(), TimeUnit.MILLISECONDS));
      } catch (DamagedGroupException e) {
        throw e; // it will not be better
      } catch (ExecutionException | TimeoutException | QueueException e) {
        if (attempt == ATTEMPTS) {
          throw new QueueException(
              "partition " + partition + " of '" + group.name() + "' cannot be read: " + e, e);
        }
        pause();
        request();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private QueueException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new QueueException("interrupted while reading '" + group.name() + "'", e);
  }

  @Override
  public boolean nextKey() {
    do {
      while (cursor == null || !cursor.nextKey()) {
        if (!load()) {
          key = null;
          return false;
        }
      }
      // the rest of a key that was left early goes on in the next part
    } while (key != null && cursor.hasKey(key));
    key = Arrays.copyOfRange(cursor.bytes(), cursor.keyAt(), cursor.keyAt() + cursor.keyLength());
    return true;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public boolean nextValue() {
    while (cursor != null) {
      if (cursor.nextValue()) {
        return true;
      }
      if (cursor.hasMoreKeys() || !load()) {
        return false;
      }
      cursor.nextKey();
      if (!cursor.hasKey(key)) {
        // another key begins here: nextKey has to find it again
        cursor.moveTo(BlockCursor.Place.START);
        return false;
      }
    }
    return false;
  }

  @Override
  public ByteBuffer value() {
    return ByteBuffer.wrap(cursor.bytes(), cursor.valueAt(), cursor.valueLength());
  }

  @Override
  public void close() {
    next = null;
    rest = List.of();
    cursor = null;
  }
}
