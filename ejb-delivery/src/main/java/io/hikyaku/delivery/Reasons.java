package io.hikyaku.delivery;

import java.util.Collection;
import java.util.stream.Collectors;

/** Texts of what went wrong, bounded: they travel in headers, and servers can be talkative. */
final class Reasons {

  private static final int MAX_LENGTH = 500;

  private Reasons() {}

  static String shorten(String reason) {
    return reason.length() <= MAX_LENGTH ? reason : reason.substring(0, MAX_LENGTH) + "...";
  }

  /** The different ones of several reasons as one text. */
  static String join(Collection<?> reasons) {
    return shorten(
        reasons.stream().map(Object::toString).distinct().collect(Collectors.joining("; ")));
  }
}
