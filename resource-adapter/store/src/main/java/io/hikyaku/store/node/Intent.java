package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a transaction over several segments will do, kept in a replicated table until it is done.
 *
 * <pre>
 * version:byte=1 state:byte (1 prepared, 2 committing) owner incarnation:long node name length:short node name
 * parts:int { segment:int length:int page }
 * </pre>
 *
 * Read as an integer, the first four bytes of a decided one are larger than those of a prepared one
 * of the same owner: when two histories of the table are merged, the decision is kept.
 *
 * @param state whether it is decided
 * @param owner incarnation of the node that wrote it
 * @param nodeName of that node
 * @param parts records by segment
 */
record Intent(State state, long owner, String nodeName, Map<Integer, List<PageRecord>> parts) {

  private static final byte VERSION = 1;

  /** Whether a transaction is decided. */
  enum State {
    /** Waits for its transaction manager. */
    PREPARED,
    /** Will be applied, by its owner or by whoever finds it. */
    COMMITTING
  }

  Intent withState(State newState) {
    return new Intent(newState, owner, nodeName, parts);
  }

  /** Ids that it settles in a segment. */
  List<MessageId> settles(int segment) {
    return parts.getOrDefault(segment, List.of()).stream()
        .filter(PageRecord.Settle.class::isInstance)
        .map(PageRecord::id)
        .toList();
  }

  byte[] encode() {
    byte[] name = nodeName.getBytes(UTF_8);
    Map<Integer, byte[]> pages = new LinkedHashMap<>();
    int size = 2 + Long.BYTES + Short.BYTES + name.length + Integer.BYTES;
    for (Map.Entry<Integer, List<PageRecord>> part : parts.entrySet()) {
      byte[] page = PageCodec.encode(List.of(), part.getValue());
      pages.put(part.getKey(), page);
      size = Math.addExact(size, 2 * Integer.BYTES + page.length);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.put(VERSION).put((byte) (state == State.PREPARED ? 1 : 2)).putLong(owner);
    buffer.putShort((short) name.length).put(name).putInt(pages.size());
    pages.forEach((segment, page) -> buffer.putInt(segment).putInt(page.length).put(page));
    return buffer.array();
  }

  static Intent decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte version = buffer.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an intent of version " + version + " was found, this node reads version " + VERSION);
    }
    State state = buffer.get() == 1 ? State.PREPARED : State.COMMITTING;
    long owner = buffer.getLong();
    byte[] name = new byte[buffer.getShort()];
    buffer.get(name);
    int count = buffer.getInt();
    Map<Integer, List<PageRecord>> parts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int segment = buffer.getInt();
      byte[] page = new byte[buffer.getInt()];
      buffer.get(page);
      parts.put(segment, PageCodec.decode(page));
    }
    return new Intent(state, owner, new String(name, UTF_8), parts);
  }
}
