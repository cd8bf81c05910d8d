package io.hikyaku.examples;

import java.util.Objects;

/** Checks of results. */
final class Check {

  private Check() {}

  static void equal(String what, Object found, Object expected) {
    if (!Objects.equals(found, expected)) {
      throw new IllegalStateException(what + " is " + found + ", not " + expected);
    }
  }

  static void near(String what, double found, double expected, double tolerance) {
    if (!(Math.abs(found - expected) <= tolerance)) {
      throw new IllegalStateException(what + " is " + found + ", not " + expected);
    }
  }
}
