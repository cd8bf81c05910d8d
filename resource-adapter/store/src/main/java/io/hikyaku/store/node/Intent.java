package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a transaction over several segments will do, kept in a replicated table until it is done;
 * then a mark without parts stands in its place for a while.
 *
 * <pre>
 * version:byte=1 state:byte owner incarnation:long since:long node name length:short node name
 * parts:int { segment:int length:int page }
 * </pre>
 *
 * Read as an integer, the first four bytes of a later state are larger than those of an earlier
 * one: when two histories of the table are merged, what went further is kept.
 *
 * @param state how far it is
 * @param owner incarnation of the node that works on it, or of the one that ended it
 * @param nodeName of the node that began it
 * @param sinceMillis when it was begun, by that node's clock
 * @param parts records by segment; empty in a mark
 */
record Intent(
    State state,
    long owner,
    String nodeName,
    long sinceMillis,
    Map<Integer, List<PageRecord>> parts) {

  private static final byte VERSION = 1;

  /** How far a transaction is. States are only ever left for later ones. */
  enum State {
    /** Waits for its transaction manager. */
    PREPARED(1),
    /** Will be applied, by its owner or by whoever finds it. */
    COMMITTING(2),
    /** The same, by an administrator's decision. */
    RESOLVING(3),
    /** Ended without effect. */
    ROLLED_BACK(4),
    /** Ended: all of it is applied. */
    COMMITTED(5),
    /** An administrator ended it without effect; kept until that is forgotten. */
    HEURISTIC_ROLLBACK(6),
    /** All of it is applied as an administrator decided; kept until that is forgotten. */
    HEURISTIC_COMMIT(7);

    private final byte code;

    State(int code) {
      this.code = (byte) code;
    }

    /** Whether it may still be applied. */
    boolean isOpen() {
      return this == PREPARED || isDecided();
    }

    /** Whether it is to be applied. */
    boolean isDecided() {
      return this == COMMITTING || this == RESOLVING;
    }

    /** Whether it was ended by an administrator. */
    boolean isHeuristic() {
      return this == HEURISTIC_COMMIT || this == HEURISTIC_ROLLBACK;
    }

    private static State of(byte code) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      throw new IllegalArgumentException("state " + code + " in an intent: 1 to 7");
    }
  }

  /** The same, decided or in the hands of another node. */
  Intent decided(State how, long newOwner) {
    return new Intent(how, newOwner, nodeName, sinceMillis, parts);
  }

  /** The mark of it when it is applied. */
  Intent applied(long by) {
    return ended(state == State.RESOLVING ? State.HEURISTIC_COMMIT : State.COMMITTED, by);
  }

  /** The mark that takes its place when it has ended. */
  Intent ended(State how, long by) {
    return new Intent(how, by, nodeName, sinceMillis, Map.of());
  }

  /** How many messages it sends. */
  int sends() {
    return (int) records().filter(PageRecord.Enqueue.class::isInstance).count();
  }

  /** How many messages it settles. */
  int settles() {
    return (int) records().filter(PageRecord.Settle.class::isInstance).count();
  }

  private Stream<PageRecord> records() {
    return parts.values().stream().flatMap(List::stream);
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
    int size = 2 + 2 * Long.BYTES + Short.BYTES + name.length + Integer.BYTES;
    for (Map.Entry<Integer, List<PageRecord>> part : parts.entrySet()) {
      byte[] page = PageCodec.encode(List.of(), part.getValue());
      pages.put(part.getKey(), page);
      size = Math.addExact(size, 2 * Integer.BYTES + page.length);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.put(VERSION).put(state.code).putLong(owner);
    buffer.putLong(sinceMillis);
    buffer.putShort((short) name.length).put(name).putInt(pages.size());
    pages.forEach((segment, page) -> buffer.putInt(segment).putInt(page.length).put(page));
    return buffer.array();
  }

  /** The state of an encoded one, without reading the rest. */
  static State stateOf(byte[] bytes) {
    return state(ByteBuffer.wrap(bytes));
  }

  private static State state(ByteBuffer buffer) {
    byte version = buffer.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an intent of version " + version + " was found, this node reads version " + VERSION);
    }
    return State.of(buffer.get());
  }

  static Intent decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    State state = state(buffer);
    long owner = buffer.getLong();
    long since = buffer.getLong();
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
    return new Intent(state, owner, new String(name, UTF_8), since, parts);
  }
}
