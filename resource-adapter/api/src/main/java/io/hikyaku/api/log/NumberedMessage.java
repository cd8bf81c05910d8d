package io.hikyaku.api.log;

import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A message that an operator may find in the log; implemented by one enum per module. Its number
 * never changes its meaning and ends in its level: E must be acted on, W should be looked at, I is
 * news.
 */
public interface NumberedMessage {

  /** Such as {@code HIKYAKU2001I}. */
  String number();

  /** The text, with {@link String#format} places for values. */
  String pattern();

  /** Where it is written. */
  Logger logger();

  /** The level that the number's last letter says. */
  default Level level() {
    return switch (number().charAt(number().length() - 1)) {
      case 'E' -> Level.SEVERE;
      case 'W' -> Level.WARNING;
      default -> Level.INFO;
    };
  }

  /** The text with its number in front, for a log line or an exception. */
  default String text(Object... values) {
    return number() + ": " + String.format(Locale.ROOT, pattern(), values);
  }

  /** Writes it to the log; a {@link Throwable} as the last value goes with its stack trace. */
  default void log(Object... values) {
    if (logger().isLoggable(level())) {
      Object last = values.length == 0 ? null : values[values.length - 1];
      logger().log(level(), text(values), last instanceof Throwable thrown ? thrown : null);
    }
  }
}
