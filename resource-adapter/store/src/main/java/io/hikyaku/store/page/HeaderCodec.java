package io.hikyaku.store.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers as bytes: per header {@code length:int name length:int value}, in UTF-8, in order. No
 * headers are no bytes.
 */
public final class HeaderCodec {

  private HeaderCodec() {}

  /** Headers to bytes. */
  public static byte[] encode(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return new byte[0];
    }
    byte[][] parts = new byte[headers.size() * 2][];
    int size = 0;
    int count = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      parts[count] = header.getKey().getBytes(UTF_8);
      parts[count + 1] = header.getValue().getBytes(UTF_8);
      size += 2 * Integer.BYTES + parts[count].length + parts[count + 1].length;
      count += 2;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (byte[] part : parts) {
      buffer.putInt(part.length).put(part);
    }
    return buffer.array();
  }

  /** Bytes to headers. */
  public static Map<String, String> decode(Slice bytes) {
    if (bytes.length() == 0) {
      return Map.of();
    }
    ByteBuffer buffer = bytes.toBuffer();
    Map<String, String> headers = new LinkedHashMap<>();
    while (buffer.hasRemaining()) {
      String name = string(buffer);
      headers.put(name, string(buffer));
    }
    return headers;
  }

  private static String string(ByteBuffer buffer) {
    int length = buffer.getInt();
    String text =
        new String(buffer.array(), buffer.arrayOffset() + buffer.position(), length, UTF_8);
    buffer.position(buffer.position() + length);
    return text;
  }
}
