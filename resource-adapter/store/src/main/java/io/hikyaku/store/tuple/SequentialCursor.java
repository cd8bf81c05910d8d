package io.hikyaku.store.tuple;

import io.hikyaku.store.cluster.BlockName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * One block after the other: sorted within a block only, so that no two of them are needed at once.
 * A key may come several times.
 */
final class SequentialCursor implements TupleCursor {

  private final Iterator<BlockName> names;
  private final LocalBlocks source;
  private BlockCursor cursor;

  SequentialCursor(List<BlockName> names, LocalBlocks source) {
    this.names = names.iterator();
    this.source = source;
  }

  @Override
  public boolean nextKey() {
    while (cursor == null || !cursor.nextKey()) {
      if (!names.hasNext()) {
        cursor = null;
        return false;
      }
      cursor = new BlockCursor(source.get(names.next()));
    }
    return true;
  }

  @Override
  public byte[] key() {
    return Arrays.copyOfRange(cursor.bytes(), cursor.keyAt(), cursor.keyAt() + cursor.keyLength());
  }

  @Override
  public boolean nextValue() {
    return cursor.nextValue();
  }

  @Override
  public ByteBuffer value() {
    return ByteBuffer.wrap(cursor.bytes(), cursor.valueAt(), cursor.valueLength());
  }

  @Override
  public void close() {
    cursor = null;
  }
}
