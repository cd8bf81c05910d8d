package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.PageName;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Names a part of a large page: the page's name and behind it {@code part:int}, 28 bytes in all.
 *
 * @param part from 0
 */
record PartName(PageName page, int part) {

  private static final int BYTES = 28;

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).put(page.toBytes()).putInt(part).array();
  }

  /** Whether a key is that of a part. */
  static boolean is(byte[] key) {
    return key.length == BYTES;
  }

  static PartName fromBytes(byte[] key) {
    int pageBytes = BYTES - Integer.BYTES;
    return new PartName(
        PageName.fromBytes(Arrays.copyOf(key, pageBytes)), ByteBuffer.wrap(key).getInt(pageBytes));
  }
}
