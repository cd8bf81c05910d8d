package io.hikyaku.mapreduce;

import io.hikyaku.store.tuple.TupleCursor;
import java.util.Arrays;
import java.util.List;

/**
 * Several streams sorted by key, gone through key by key: the merge that reduces and joins are. At
 * each key those streams stand that have it. Not thread-safe.
 */
final class AlignedInputs implements AutoCloseable {

  private final List<TupleCursor> cursors;
  private final byte[][] heads;
  private byte[] key;

  AlignedInputs(List<TupleCursor> cursors) {
    this.cursors = cursors;
    heads = new byte[cursors.size()][];
    for (int i = 0; i < heads.length; i++) {
      advance(i);
    }
  }

  private void advance(int input) {
    TupleCursor cursor = cursors.get(input);
    heads[input] = cursor.nextKey() ? cursor.key() : null;
  }

  /** Moves to the smallest key that is left. */
  boolean nextKey() {
    if (key != null) {
      for (int i = 0; i < heads.length; i++) {
        if (has(i)) {
          advance(i);
        }
      }
    }
    key = null;
    for (byte[] head : heads) {
      if (head != null && (key == null || Arrays.compareUnsigned(head, key) < 0)) {
        key = head;
      }
    }
    return key != null;
  }

  byte[] key() {
    return key;
  }

  /** Whether an input has the present key. */
  boolean has(int input) {
    return heads[input] != null && Arrays.equals(heads[input], key);
  }

  TupleCursor cursor(int input) {
    return cursors.get(input);
  }

  int size() {
    return heads.length;
  }

  @Override
  public void close() {
    cursors.forEach(TupleCursor::close);
  }
}
