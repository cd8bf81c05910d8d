package io.hikyaku.store.tuple;

import java.util.ArrayList;
import java.util.List;

/** Merges blocks that are here, a megabyte at a time, for a reader elsewhere. */
final class PartialMerge {

  private PartialMerge() {}

  /**
   * Merges from the given positions on until there is about a megabyte.
   *
   * @param blocks one for each position
   */
  static TupleCalls.Merged of(
      List<TupleCalls.Position> positions, List<byte[]> blocks, ChunkPool chunks) {
    List<BlockCursor> cursors = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      BlockCursor cursor = new BlockCursor(blocks.get(i));
      cursor.moveTo(positions.get(i).place());
      cursors.add(cursor);
    }
    MergeCursor merge = new MergeCursor(cursors);
    byte[] block = merge(merge, new BlockBuilder(chunks));
    List<TupleCalls.Position> rest = new ArrayList<>();
    for (int i = 0; i < cursors.size(); i++) {
      BlockCursor cursor = cursors.get(i);
      if (cursor.valuesLeft() > 0 || cursor.hasMoreKeys()) {
        rest.add(new TupleCalls.Position(positions.get(i).block(), cursor.place()));
      }
    }
    return new TupleCalls.Merged(rest, block);
  }

  /** A run of values is cut in pieces, as how many there are is written before them. */
  private static byte[] merge(MergeCursor merge, BlockBuilder builder) {
    while (builder.bytes() < TupleSink.BLOCK_BYTES && !builder.isFull() && merge.nextKey()) {
      byte[] key = merge.key();
      while (merge.nextValue()) {
        BlockCursor at = merge.valueCursor();
        builder.add(key, 0, key.length, at.bytes(), at.valueAt(), at.valueLength());
        if (builder.bytes() >= TupleSink.BLOCK_BYTES || builder.isFull()) {
          break;
        }
      }
    }
    return builder.build();
  }
}
