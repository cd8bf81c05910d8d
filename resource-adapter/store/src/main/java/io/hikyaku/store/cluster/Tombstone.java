package io.hikyaku.store.cluster;

/**
 * Stands for a page that was removed while a recent member was missing. When that member comes back
 * with the page, or with a write of it that was on its way, the tombstone says that it is over. One
 * byte, beside the page; no page is as short.
 */
public final class Tombstone {

  private static final byte[] BYTES = {0};

  private Tombstone() {}

  /** What is stored in place of a page. Not to be changed. */
  public static byte[] bytes() {
    return BYTES;
  }

  /** Whether this is stored in place of a page. */
  public static boolean is(byte[] stored) {
    return stored.length == BYTES.length;
  }
}
