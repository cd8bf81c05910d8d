package io.hikyaku.admin.http;

/** Checks of requests that destroy something: what was seen must still be so. */
public final class Checks {

  /** As many more than were seen do no harm, in per cent, ... */
  private static final int TOLERATED_PER_CENT = 10;

  /** ... and so many in any case: a group in use is never still. */
  private static final int TOLERATED = 100;

  private Checks() {}

  /** The name was typed once more. */
  public static void confirmed(String name, String confirm) {
    if (!name.equals(confirm)) {
      throw Problem.of(
              409,
              "name-differs",
              "nothing was done: confirm is '" + confirm + "' and must be '" + name + "'")
          .withField("confirm")
          .differing(confirm, name)
          .exception();
    }
  }

  /** There are not many more than were seen. */
  public static void count(String field, Long expected, long actual) {
    present(field, expected);
    long allowed = Math.max(TOLERATED, expected / 100 * TOLERATED_PER_CENT);
    if (actual > expected + allowed) {
      throw Problem.of(
              409,
              "count-differs",
              "nothing was done: "
                  + field
                  + " is "
                  + expected
                  + " and there are "
                  + actual
                  + " by now; look again")
          .withField(field)
          .differing(Long.toString(expected), Long.toString(actual))
          .exception();
    }
  }

  /** Something that must be said was said. */
  public static <T> T present(String field, T value) {
    if (value == null) {
      throw Problem.of(400, "bad-request", field + " is missing").withField(field).exception();
    }
    return value;
  }

  /** There is a document. */
  public static <T> T body(T document) {
    if (document == null) {
      throw Problem.of(400, "body-required", "a JSON document is needed").exception();
    }
    return document;
  }
}
