package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.KeyStatus;
import io.hikyaku.store.index.KeySample;
import io.hikyaku.store.index.StoredMessage;
import io.hikyaku.store.page.HybridClock;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node holds of each key of a group, those with the most messages first.
 *
 * <pre>
 * counted:long total:long
 * keys × { key (length:int bytes) ready:long delayed:long leased:long bytes:long oldest stamp:long }
 * </pre>
 */
final class KeyCodec {

  /** Keys that a node tells of. */
  private static final int MAX_KEYS = 10_000;

  /** Messages that a node looks at to tell of them. */
  static final int MAX_LOOKED_AT = 100_000;

  private static final int FIXED_BYTES = Integer.BYTES + 5 * Long.BYTES;

  private KeyCodec() {}

  static byte[] encode(KeySample sample) {
    Map<String, long[]> figures = new HashMap<>();
    for (KeySample.Line line : sample.lines()) {
      figures.put(line.key(), new long[] {line.ready(), 0, 0, line.bytes(), line.oldestStamp()});
    }
    for (StoredMessage message : sample.messages()) {
      var key = message.record().key();
      long[] sum =
          figures.computeIfAbsent(key.text(), k -> new long[] {0, 0, 0, 0, Long.MAX_VALUE});
      sum[index(message.state())]++;
      sum[3] += message.record().body().length();
      sum[4] = Math.min(sum[4], message.record().stamp());
    }
    List<Map.Entry<String, long[]>> largest =
        figures.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> -count(entry.getValue())))
            .limit(MAX_KEYS)
            .toList();
    int size = 2 * Long.BYTES;
    for (Map.Entry<String, long[]> entry : largest) {
      size += FIXED_BYTES + entry.getKey().getBytes(UTF_8).length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putLong(sample.counted()).putLong(sample.total());
    for (Map.Entry<String, long[]> entry : largest) {
      byte[] key = entry.getKey().getBytes(UTF_8);
      out.putInt(key.length).put(key);
      for (long figure : entry.getValue()) {
        out.putLong(figure);
      }
    }
    return out.array();
  }

  private static int index(StoredMessage.State state) {
    return switch (state) {
      case READY -> 0;
      case DELAYED -> 1;
      case LEASED -> 2;
    };
  }

  private static long count(long[] figures) {
    return figures[0] + figures[1] + figures[2];
  }

  /** Reads an answer. */
  static GroupKeys decode(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    long counted = in.getLong();
    long total = in.getLong();
    List<KeyStatus> keys = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] name = new byte[in.getInt()];
      in.get(name);
      keys.add(
          new KeyStatus(
              new String(name, UTF_8),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              Instant.ofEpochMilli(HybridClock.millisOf(in.getLong()))));
    }
    return new GroupKeys(keys, counted, total);
  }
}
