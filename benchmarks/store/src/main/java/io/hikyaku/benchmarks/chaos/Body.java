package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A message's number and key with a filler, so that one damaged or mixed up is found out. */
record Body(long message, int key) {

  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int TAIL = Long.BYTES;
  private static final int LONGEST_FILLER = 2000;

  static final Body DAMAGED = new Body(Event.DAMAGED, Event.NO_KEY);

  byte[] encode() {
    int filler = Math.floorMod(message * 31, LONGEST_FILLER);
    byte[] body = new byte[HEAD + filler + TAIL];
    ByteBuffer bytes = ByteBuffer.wrap(body);
    bytes.putLong(message).putInt(key).putLong(HEAD + filler, sum(body));
    return body;
  }

  static Body decode(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    if (body.length < HEAD + TAIL || bytes.getLong(body.length - TAIL) != sum(body)) {
      return DAMAGED;
    }
    return new Body(bytes.getLong(), bytes.getInt());
  }

  private static long sum(byte[] body) {
    CRC32 sum = new CRC32();
    sum.update(body, 0, body.length - TAIL);
    return sum.getValue();
  }
}
