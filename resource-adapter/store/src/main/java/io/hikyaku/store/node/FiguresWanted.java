package io.hikyaku.store.node;

import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.GroupSnapshot;
import io.hikyaku.store.index.Index;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Of which groups a node is asked for figures: there can be thousands, and who wants to know how
 * the nodes are wants none of them. On the wire {@code group:long} behind the call's code; nothing
 * is all of them, as nodes of earlier versions ask and answer.
 *
 * @param group by {@link Epoch#group}, or {@link #ALL_GROUPS}, or {@link #NO_GROUP}
 */
record FiguresWanted(long group) {

  private static final long ALL_GROUPS = -1;
  private static final long NO_GROUP = -2;

  static final FiguresWanted ALL = new FiguresWanted(ALL_GROUPS);
  static final FiguresWanted NODES_ONLY = new FiguresWanted(NO_GROUP);

  static FiguresWanted of(Group group) {
    return new FiguresWanted(Epoch.group(group.epoch()));
  }

  byte[] question() {
    return ByteBuffer.allocate(1 + Long.BYTES).put(NodeCall.STATUS.code()).putLong(group).array();
  }

  /** Reads what is behind the call's code. */
  static FiguresWanted read(ByteBuffer request) {
    return request.hasRemaining() ? new FiguresWanted(request.getLong()) : ALL;
  }

  List<GroupSnapshot> of(Index index) {
    if (group == ALL_GROUPS) {
      return index.snapshot();
    }
    return group == NO_GROUP ? List.of() : index.snapshot(group);
  }
}
