package io.hikyaku.store.node;

import io.hikyaku.store.index.MessageIndex.Usage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What limited groups hold on a node: {@code count:int { group:long messages:long bytes:long }}.
 */
final class UsageCodec {

  private UsageCodec() {}

  static byte[] encode(Map<Long, Usage> usage) {
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + usage.size() * 3 * Long.BYTES);
    out.putInt(usage.size());
    usage.forEach(
        (group, used) -> out.putLong(group).putLong(used.messages()).putLong(used.bytes()));
    return out.array();
  }

  static Map<Long, Usage> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = in.getInt();
    Map<Long, Usage> usage = new HashMap<>();
    for (int i = 0; i < count; i++) {
      usage.put(in.getLong(), new Usage(in.getLong(), in.getLong()));
    }
    return usage;
  }
}
