package io.hikyaku.delivery;

import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every message of mail delivery that an operator may find in the log, by number. The number never
 * changes its meaning; its last letter is the level: E must be acted on, W should be looked at, I
 * is news.
 */
enum OperatorMessage {
  STARTED("HIKYAKU2001I", "mail is delivered by %s"),
  SETTINGS_FAULTY("HIKYAKU2002E", "%s"),
  DEFERRED(
      "HIKYAKU2003W",
      "%d deliveries by route %s failed for now since the last such line and are tried again later;"
          + " the last, to <%s>: %s"),
  BOUNCED("HIKYAKU2004I", "mail %s from <%s> came back for %s: %s"),
  BURIED(
      "HIKYAKU2005W",
      "mail %s cannot be delivered to %s, nobody can be told, and it goes to the dead letters, group"
          + " %s: %s"),
  NOT_A_MAIL("HIKYAKU2006W", "message %s goes to the dead letters, group %s: %s"),
  UNANSWERED(
      "HIKYAKU2007W",
      "%d mails of a batch had no answer within %d ms; whether they were delivered is not known,"
          + " they are tried again");

  private static final Logger LOGGER = Logger.getLogger("io.hikyaku.delivery");

  private final String number;
  private final String pattern;

  OperatorMessage(String number, String pattern) {
    this.number = number;
    this.pattern = pattern;
  }

  String number() {
    return number;
  }

  Level level() {
    return switch (number.charAt(number.length() - 1)) {
      case 'E' -> Level.SEVERE;
      case 'W' -> Level.WARNING;
      default -> Level.INFO;
    };
  }

  /** The text with its number in front. */
  String text(Object... values) {
    return number + ": " + String.format(Locale.ROOT, pattern, values);
  }

  /** Writes it to the log. */
  void log(Object... values) {
    if (LOGGER.isLoggable(level())) {
      LOGGER.log(level(), text(values));
    }
  }
}
