package io.hikyaku.store.tuple;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempt that counts of what was to be written once, and what it wrote: per epoch of a group
 * the parts. A note of the writer's goes with it.
 *
 * <p>In the table: {@code revision:int writer:long attempt:int groups:int}, for each group {@code
 * epoch:long parts:int} and for each part {@code partition:int blocks:int tuples:long bytes:long};
 * the rest is the note.
 */
record Commit(Attempt attempt, Map<Long, List<Part>> parts, byte[] note) {

  private static final int REVISION = 1;
  private static final int PART_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  byte[] encode() {
    int size = 3 * Integer.BYTES + Long.BYTES + note.length;
    for (List<Part> list : parts.values()) {
      size += Long.BYTES + Integer.BYTES + list.size() * PART_BYTES;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.putInt(REVISION).putLong(attempt.writer()).putInt(attempt.number());
    buffer.putInt(parts.size());
    parts.forEach(
        (epoch, list) -> {
          buffer.putLong(epoch).putInt(list.size());
          for (Part part : list) {
            buffer.putInt(part.partition()).putInt(part.blocks());
            buffer.putLong(part.tuples()).putLong(part.bytes());
          }
        });
    return buffer.put(note).array();
  }

  static Commit decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.getInt();
    Attempt attempt = new Attempt(buffer.getLong(), buffer.getInt());
    int groups = buffer.getInt();
    Map<Long, List<Part>> parts = new LinkedHashMap<>();
    for (int i = 0; i < groups; i++) {
      long epoch = buffer.getLong();
      int count = buffer.getInt();
      List<Part> list = new ArrayList<>(count);
      for (int j = 0; j < count; j++) {
        list.add(
            new Part(
                attempt, buffer.getInt(), buffer.getInt(), buffer.getLong(), buffer.getLong()));
      }
      parts.put(epoch, List.copyOf(list));
    }
    byte[] note = new byte[buffer.remaining()];
    buffer.get(note);
    return new Commit(attempt, parts, note);
  }
}
