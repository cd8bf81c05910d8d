package io.hikyaku.smtp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as mail headers write them: RFC 5322 §3.3, always in UTC. */
public final class MailDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MailDate() {}

  /** As {@code Sat, 21 Nov 2026 20:53:00 +0000}. */
  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }
}
