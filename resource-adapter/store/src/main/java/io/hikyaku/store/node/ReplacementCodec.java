package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.Slice;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What takes the place of a message.
 *
 * <pre>
 * messages × { group  key  headers  body (each length:int bytes)  due:long expires:long (0 for none) }
 * </pre>
 */
final class ReplacementCodec {

  private ReplacementCodec() {}

  static byte[] encode(Map<String, List<Message>> messages) {
    List<byte[]> parts = new ArrayList<>();
    int size = 0;
    for (Map.Entry<String, List<Message>> group : messages.entrySet()) {
      for (Message message : group.getValue()) {
        byte[] part = encode(group.getKey(), message);
        parts.add(part);
        size += part.length;
      }
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    parts.forEach(out::put);
    return out.array();
  }

  private static byte[] encode(String group, Message message) {
    byte[] name = group.getBytes(UTF_8);
    byte[] key = message.key().orElse("").getBytes(UTF_8);
    byte[] headers = HeaderCodec.encode(message.headers());
    byte[] body = message.body();
    List<byte[]> fields = List.of(name, key, headers, body);
    int size = 2 * Long.BYTES;
    for (byte[] field : fields) {
      size += Integer.BYTES + field.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    fields.forEach(field -> out.putInt(field.length).put(field));
    return out.putLong(millis(message.deliverAt())).putLong(millis(message.expireAt())).array();
  }

  static Map<String, List<Message>> decode(ByteBuffer in) {
    Map<String, List<Message>> messages = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      String group = new String(bytes(in), UTF_8);
      String key = new String(bytes(in), UTF_8);
      Map<String, String> headers = HeaderCodec.decode(Slice.of(bytes(in)));
      Message.Builder builder = Message.builder(bytes(in)).headers(headers);
      if (!key.isEmpty()) {
        builder.key(key);
      }
      long due = in.getLong();
      if (due > 0) {
        builder.deliverAt(Instant.ofEpochMilli(due));
      }
      long expires = in.getLong();
      if (expires > 0) {
        builder.expireAt(Instant.ofEpochMilli(expires));
      }
      messages.computeIfAbsent(group, g -> new ArrayList<>()).add(builder.build());
    }
    return messages;
  }

  private static long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(0L);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
