package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.store.index.GroupSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node tells of itself. On the wire the components in their order, lists with their length
 * before them, names one a line; big-endian.
 *
 * @param openSegments open here
 * @param openingSegments being opened
 * @param storedBytes pages of open segments
 * @param voidPages stored pages that hold messages of groups purged or deleted
 * @param memoryLimitBytes what it may store
 * @param inDoubt prepared branches it lists
 * @param process its memory and processor
 * @param slowBackups nodes that it copies no new messages to just now, as they answer slowly
 * @param groups figures of the groups used there
 */
record NodeFigures(
    int openSegments,
    int openingSegments,
    long storedBytes,
    long voidPages,
    long memoryLimitBytes,
    int inDoubt,
    ProcessFigures process,
    List<String> slowBackups,
    List<GroupSnapshot> groups) {

  private static final int GROUP_BYTES = 14 * Long.BYTES + Integer.BYTES;

  byte[] encode() {
    byte[] slow = String.join("\n", slowBackups).getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            5 * Integer.BYTES + 6 * Long.BYTES + slow.length + groups.size() * GROUP_BYTES);
    buffer.putInt(openSegments).putInt(openingSegments).putLong(storedBytes);
    buffer.putLong(voidPages).putLong(memoryLimitBytes).putInt(inDoubt);
    buffer.putLong(process.heapUsedBytes()).putLong(process.heapMaxBytes());
    buffer.putDouble(process.cpuLoad());
    buffer.putInt(slow.length).put(slow).putInt(groups.size());
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
    ProcessFigures process = new ProcessFigures(in.getLong(), in.getLong(), in.getDouble());
    byte[] slow = new byte[in.getInt()];
    in.get(slow);
    List<String> slowBackups = new String(slow, UTF_8).lines().toList();
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
    return new NodeFigures(
        open, opening, stored, voidPages, limit, inDoubt, process, slowBackups, groups);
  }
}
