package io.hikyaku.store.cluster;

/**
 * Takes the place of a page that was removed while a recent member was missing. When that member
 * comes back with the page, the tombstone wins. One byte; no page is as short.
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
