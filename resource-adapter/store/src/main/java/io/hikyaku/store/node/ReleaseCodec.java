package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Leases that go back to a primary on another member.
 *
 * <pre>
 * RELEASE:byte segment:int failed:byte count:int { writer:long sequence:long } reason
 * </pre>
 *
 * The answer is one byte: 1 if done, 0 if the segment is not open there.
 */
final class ReleaseCodec {

  /** A release as it arrives. */
  record Release(int segment, boolean failed, String reason, List<MessageId> ids) {}

  private ReleaseCodec() {}

  static byte[] encode(Release release) {
    byte[] reason = release.reason() == null ? new byte[0] : release.reason().getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            2 + 2 * Integer.BYTES + release.ids().size() * 2 * Long.BYTES + reason.length);
    buffer.put(NodeCall.RELEASE.code()).putInt(release.segment());
    buffer.put((byte) (release.failed() ? 1 : 0)).putInt(release.ids().size());
    NodeCall.putIds(buffer, release.ids());
    return buffer.put(reason).array();
  }

  static Release decode(ByteBuffer buffer) {
    int segment = buffer.getInt();
    boolean failed = buffer.get() == 1;
    List<MessageId> ids = NodeCall.getIds(buffer, buffer.getInt());
    byte[] reason = new byte[buffer.remaining()];
    buffer.get(reason);
    return new Release(segment, failed, reason.length == 0 ? null : new String(reason, UTF_8), ids);
  }
}
