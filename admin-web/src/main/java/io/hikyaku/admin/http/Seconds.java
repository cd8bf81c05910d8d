package io.hikyaku.admin.http;

import java.time.Duration;

/** Times as documents and metrics show them. */
public final class Seconds {

  private static final double MILLIS = 1000;

  private Seconds() {}

  /** In seconds, to the millisecond. */
  public static double of(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
