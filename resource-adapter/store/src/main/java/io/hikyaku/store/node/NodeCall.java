package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What nodes ask of each other: the first byte of a call. */
enum NodeCall {
  /** Store records in segments of the one called. */
  APPEND(1),
  /** Close segments and tell what is still worked on. */
  CLOSE(2),
  /** Take leases back. */
  RELEASE(3),
  /** Tell the figures. */
  STATUS(4),
  /** Lend messages to the one who calls. */
  FETCH(5),
  /** The one who calls leaves, having handed over what it had. */
  LEAVE(6),
  /** Take over what the table says of a group. */
  REFRESH(16),
  /** Look for a message. */
  FIND(17),
  /** Show messages of a group. */
  BROWSE(18),
  /** Delete a message. */
  DELETE(19),
  /** Send dead letters to where they came from. */
  REDRIVE(20),
  /** Tell what limited groups hold. */
  USAGE(21),
  /** Put others in the place of a message. */
  REPLACE(22),
  /** Tell what is there of each key of a group. */
  KEYS(23),
  /** Do not hold messages of a key back any longer. */
  DELIVER_NOW(24),
  /** Look for messages by what is in them. */
  SEARCH(25),
  /** Tell the whole body of a message. */
  BODY(26),
  /** Name messages of a group. */
  SELECT(27),
  /** Move messages to another group, or delete them. */
  MOVE(28),
  /** Count dead letters by their reasons. */
  REASONS(29),
  /** Show dead letters of one reason. */
  BROWSE_DEAD(30),
  /** Name all messages of a group. */
  NAMES(34),
  /** Tell some messages of a group, as a whole. */
  READ(35),
  /** For the tuple store. */
  TUPLES(32),
  /** For the service that runs on every node. */
  SERVICE(33);

  private final byte code;

  NodeCall(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** The call with a text. */
  byte[] with(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + bytes.length).put(code).put(bytes).array();
  }

  /** The call about a message. */
  byte[] with(MessageId id) {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(code)
        .putLong(id.writer())
        .putLong(id.sequence())
        .array();
  }

  static NodeCall of(byte code) {
    for (NodeCall call : values()) {
      if (call.code == code) {
        return call;
      }
    }
    throw new IllegalArgumentException("call " + code + " is not known: it is of another version");
  }

  static void putIds(ByteBuffer buffer, Collection<MessageId> ids) {
    for (MessageId id : ids) {
      buffer.putLong(id.writer()).putLong(id.sequence());
    }
  }

  static List<MessageId> getIds(ByteBuffer buffer, int count) {
    List<MessageId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(new MessageId(buffer.getLong(), buffer.getLong()));
    }
    return ids;
  }
}
