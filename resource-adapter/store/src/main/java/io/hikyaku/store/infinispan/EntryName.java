package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.PageName;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Names what stands beside a page, by the page's name and something behind it: a part of it, {@code
 * part:int} to 28 bytes in all, or its tombstone, {@code 0:byte}. A tombstone is not kept in the
 * page's place, where a late write of the page would cover it.
 */
final class EntryName {

  private static final int PART_BYTES = 28;

  private EntryName() {}

  /** The key of a part, the first of which is 0. */
  static byte[] part(PageName page, int part) {
    return ByteBuffer.allocate(PART_BYTES).put(page.toBytes()).putInt(part).array();
  }

  /** The key of the tombstone of a page. */
  static byte[] tombstone(PageName page) {
    byte[] name = page.toBytes();
    return Arrays.copyOf(name, name.length + 1);
  }

  /** Whether a key is that of a part. */
  static boolean isPart(byte[] key) {
    return key.length == PART_BYTES;
  }

  /** Whether a key is that of a tombstone. */
  static boolean isTombstone(byte[] key) {
    return key.length % Integer.BYTES == 1;
  }

  /** The page that a key belongs to. */
  static PageName page(byte[] key) {
    int more = isPart(key) ? Integer.BYTES : key.length % Integer.BYTES;
    return PageName.fromBytes(Arrays.copyOf(key, key.length - more));
  }
}
