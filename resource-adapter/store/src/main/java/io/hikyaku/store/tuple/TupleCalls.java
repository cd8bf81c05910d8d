package io.hikyaku.store.tuple;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.mapreduce.DamagedGroupException;
import io.hikyaku.store.cluster.BlockName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What tuple stores ask of each other. A request is {@code what:byte} and its arguments; an answer
 * {@code 0:byte} and the result, or why not: behind {@code 1:byte} if it may be asked again, behind
 * {@code 2:byte} if the group is damaged.
 *
 * <pre>
 * RESERVE  bytes:long                                     no result
 * MERGE    copies:int count:int, count times name place   places of all, then a block
 * </pre>
 */
final class TupleCalls {

  static final byte RESERVE = 1;
  static final byte MERGE = 2;
  private static final byte DONE = 0;
  private static final byte REFUSED = 1;
  private static final byte DAMAGED = 2;

  private TupleCalls() {}

  /**
   * Where a reader is in one block.
   *
   * @param place in it
   */
  record Position(BlockName block, BlockCursor.Place place) {
    static final int BYTES = BlockName.BYTES + BlockCursor.Place.BYTES;
  }

  static ByteBuffer reserve(long bytes) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(RESERVE).putLong(bytes).flip();
  }

  static void checkReserved(byte[] answer) {
    if (answer[0] != DONE) {
      throw new StoreFullException(text(answer));
    }
  }

  static ByteBuffer merge(int copies, List<Position> positions) {
    ByteBuffer buffer =
        ByteBuffer.allocate(1 + 2 * Integer.BYTES + positions.size() * Position.BYTES);
    buffer.put(MERGE).putInt(copies);
    putPositions(buffer, positions);
    return buffer.flip();
  }

  private static void putPositions(ByteBuffer buffer, List<Position> positions) {
    buffer.putInt(positions.size());
    for (Position position : positions) {
      position.block().putTo(buffer);
      BlockCursor.Place place = position.place();
      buffer.putInt(place.keyAt()).putInt(place.keyLength());
      buffer.putInt(place.position()).putInt(place.valuesLeft());
    }
  }

  static List<Position> getPositions(ByteBuffer buffer) {
    int count = buffer.getInt();
    List<Position> positions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      positions.add(
          new Position(
              BlockName.from(buffer),
              new BlockCursor.Place(
                  buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt())));
    }
    return positions;
  }

  static byte[] done() {
    return new byte[] {DONE};
  }

  static byte[] merged(List<Position> positions, byte[] block) {
    ByteBuffer buffer =
        ByteBuffer.allocate(1 + Integer.BYTES + positions.size() * Position.BYTES + block.length);
    buffer.put(DONE);
    putPositions(buffer, positions);
    return buffer.put(block).array();
  }

  static byte[] refused(RuntimeException why) {
    byte[] text = String.valueOf(why.getMessage()).getBytes(UTF_8);
    byte kind = why instanceof DamagedGroupException ? DAMAGED : REFUSED;
    return ByteBuffer.allocate(1 + text.length).put(kind).put(text).array();
  }

  /**
   * Reads the answer to {@link #merge}.
   *
   * @throws DamagedGroupException if blocks are lost or not what was written
   * @throws QueueException if it did not work this time
   */
  static Merged merged(byte[] answer) {
    if (answer[0] == DAMAGED) {
      throw new DamagedGroupException(text(answer));
    }
    if (answer[0] != DONE) {
      throw new QueueException(text(answer));
    }
    ByteBuffer buffer = ByteBuffer.wrap(answer, 1, answer.length - 1);
    List<Position> positions = getPositions(buffer);
    byte[] block = new byte[buffer.remaining()];
    buffer.get(block);
    return new Merged(positions, block);
  }

  private static String text(byte[] answer) {
    return new String(answer, 1, answer.length - 1, UTF_8);
  }

  /**
   * A part of a merge.
   *
   * @param rest where the next part begins; blocks that were read to their end are not in it
   */
  record Merged(List<Position> rest, byte[] block) {}
}
