package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The question of a new primary and its answer.
 *
 * <pre>
 * question: CLOSE:byte version:int count:int { segment:int }
 * answer:   count:int { writer:long sequence:long }          (messages still worked on)
 * </pre>
 */
final class CloseCodec {

  /** The question as it arrives. */
  record Question(int version, List<Integer> segments) {}

  private CloseCodec() {}

  static byte[] encodeQuestion(int version, List<Integer> segments) {
    ByteBuffer buffer = ByteBuffer.allocate(1 + (2 + segments.size()) * Integer.BYTES);
    buffer.put(NodeCall.CLOSE.code()).putInt(version).putInt(segments.size());
    segments.forEach(buffer::putInt);
    return buffer.array();
  }

  static Question decodeQuestion(ByteBuffer buffer) {
    int version = buffer.getInt();
    int count = buffer.getInt();
    List<Integer> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      segments.add(buffer.getInt());
    }
    return new Question(version, segments);
  }

  static byte[] encodeAnswer(Map<Integer, List<MessageId>> held) {
    int count = held.values().stream().mapToInt(List::size).sum();
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + count * 2 * Long.BYTES).putInt(count);
    held.values().forEach(ids -> NodeCall.putIds(buffer, ids));
    return buffer.array();
  }

  static List<MessageId> decodeAnswer(byte[] answer) {
    ByteBuffer buffer = ByteBuffer.wrap(answer);
    return NodeCall.getIds(buffer, buffer.getInt());
  }
}
