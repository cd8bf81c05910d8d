package io.hikyaku.store.tuple;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The k-way merge of sorted blocks, by a binary heap of cursors. Equal keys come in the order of
 * the blocks.
 */
final class MergeCursor implements TupleCursor {

  private final BlockCursor[] heap;
  private final int[] rank;
  private int size;
  private byte[] key;
  private long prefix;
  private BlockCursor value;

  /**
   * @param cursors each before a key or, if it has values left, at one
   */
  MergeCursor(List<BlockCursor> cursors) {
    heap = new BlockCursor[cursors.size()];
    rank = new int[heap.length];
    for (int i = 0; i < heap.length; i++) {
      BlockCursor cursor = cursors.get(i);
      if (cursor.valuesLeft() > 0 || cursor.nextKey()) {
        heap[size] = cursor;
        rank[size] = i;
        size++;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      down(i);
    }
  }

  @Override
  public boolean nextKey() {
    while (key != null && size > 0 && heap[0].hasKey(key, prefix)) {
      advance();
    }
    value = null;
    if (size == 0) {
      key = null;
      return false;
    }
    BlockCursor top = heap[0];
    key = Arrays.copyOfRange(top.bytes(), top.keyAt(), top.keyAt() + top.keyLength());
    prefix = BlockCursor.prefix(key, 0, key.length);
    return true;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public boolean nextValue() {
    while (size > 0) {
      BlockCursor top = heap[0];
      // after a move to another block the key has to be looked at again
      if (value == null && !top.hasKey(key, prefix)) {
        return false;
      }
      if (top.nextValue()) {
        value = top;
        return true;
      }
      advance();
      value = null;
    }
    return false;
  }

  @Override
  public ByteBuffer value() {
    return ByteBuffer.wrap(value.bytes(), value.valueAt(), value.valueLength());
  }

  BlockCursor valueCursor() {
    return value;
  }

  private void advance() {
    if (!heap[0].nextKey()) {
      size--;
      heap[0] = heap[size];
      rank[0] = rank[size];
      heap[size] = null;
    }
    down(0);
  }

  private void down(int from) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && before(child + 1, child)) {
        child++;
      }
      if (!before(child, at)) {
        return;
      }
      BlockCursor cursor = heap[at];
      heap[at] = heap[child];
      heap[child] = cursor;
      int number = rank[at];
      rank[at] = rank[child];
      rank[child] = number;
      at = child;
    }
  }

  private boolean before(int one, int other) {
    int order = heap[one].compareKey(heap[other]);
    return order < 0 || (order == 0 && rank[one] < rank[other]);
  }

  @Override
  public void close() {
    size = 0;
  }
}
