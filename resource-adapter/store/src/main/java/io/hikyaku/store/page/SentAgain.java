package io.hikyaku.store.page;

/**
 * Names for records that are sent again because the primary that had them left before it answered.
 *
 * <p>It may have kept them in a page that nobody else has; if it was only hung or cut off, it comes
 * back with that page. So what is sent again is stored under such a name, as the records of an
 * intent are, and its page stays while the member is missing even if all in it is consumed: the
 * late page is then known for what it is.
 */
public final class SentAgain {

  private static final String PREFIX = "again:";

  private SentAgain() {}

  /**
   * A name that no other records have.
   *
   * @param incarnation of the sender
   * @param number of the sender's records
   */
  public static String name(long incarnation, long number) {
    return PREFIX + Long.toHexString(incarnation) + "-" + number;
  }

  /** Whether the records of a page that bear a name were sent again, rather than of an intent. */
  public static boolean is(String name) {
    return name.startsWith(PREFIX);
  }
}
