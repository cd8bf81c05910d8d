package io.hikyaku.store.node;

import io.hikyaku.store.index.GroupSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node tells of itself. On the wire the components in their order, {@code groups} with their
 * count before them; big-endian.
 *
 * @param openSegments open here
 * @param openingSegments being opened
 * @param storedBytes pages of open segments
 * @param voidPages stored pages that hold messages of groups purged or deleted
 * @param memoryLimitBytes what it may store
 * @param inDoubt prepared branches it lists
 * @param groups figures of the groups used there
 */
record NodeFigures(
    int openSegments,
    int openingSegments,
    long storedBytes,
    long voidPages,
    long memoryLimitBytes,
    int inDoubt,
    List<GroupSnapshot> groups) {

  private static final int GROUP_BYTES = 14 * Long.BYTES + Integer.BYTES;

  byte[] encode() {
    ByteBuffer buffer =
        ByteBuffer.allocate(4 * Integer.BYTES + 3 * Long.BYTES + groups.size() * GROUP_BYTES);
    buffer.putInt(openSegments).putInt(openingSegments).putLong(storedBytes);
    buffer.putLong(voidPages).putLong(memoryLimitBytes).putInt(inDoubt).putInt(groups.size());
    for (GroupSnapshot group : groups) {
      buffer.putLong(group.epoch()).putLong(group.ready()).putLong(group.delayed());
      buffer.putLong(group.inFlight()).putLong(group.bytes()).putLong(group.oldestStamp());
      buffer.putLong(group.enqueuedTotal()).putLong(group.settledTotal());
      buffer.putLong(group.redeliveredTotal()).putLong(group.deadTotal());
      buffer.putLong(group.expiredTotal()).putLong(group.discardedTotal());
      buffer.putDouble(group.enqueuedPerSecond()).putDouble(group.settledPerSecond());
      buffer.putInt(group.consumers());
    }
    return buffer.array();
  }

  static NodeFigures decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int open = in.getInt();
    int opening = in.getInt();
    long stored = in.getLong();
    long voidPages = in.getLong();
    long limit = in.getLong();
    int inDoubt = in.getInt();
    int count = in.getInt();
    List<GroupSnapshot> groups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      groups.add(
          new GroupSnapshot(
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getDouble(),
              in.getDouble(),
              in.getInt()));
    }
    return new NodeFigures(open, opening, stored, voidPages, limit, inDoubt, groups);
  }
}
