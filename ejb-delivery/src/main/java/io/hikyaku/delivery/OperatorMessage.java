package io.hikyaku.delivery;

import io.hikyaku.api.log.NumberedMessage;
import java.util.logging.Logger;

/**
 * Every message of mail delivery that an operator may find in the log, by number. The number never
 * changes its meaning; its last letter is the level: E must be acted on, W should be looked at, I
 * is news.
 */
enum OperatorMessage implements NumberedMessage {
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
  DROPPED(
      "HIKYAKU2008I", "mail %s from <%s> failed for %s, of which its sender wants no report: %s"),
  CUSTODY_FAILED(
      "HIKYAKU2009W",
      "the outcomes of %d deliveries that took long cannot be stored now: %s; tried again, and past"
          + " their time the mails are delivered again"),
  SUSPENSIONS_UNKNOWN(
      "HIKYAKU2010W", "which destinations are suspended cannot be read now: %s; tried again"),
  LOG_FAILED("HIKYAKU2011E", "the delivery log %s cannot be written: %s");

  private static final Logger LOGGER = Logger.getLogger("io.hikyaku.delivery");

  private final String number;
  private final String pattern;

  OperatorMessage(String number, String pattern) {
    this.number = number;
    this.pattern = pattern;
  }

  @Override
  public String number() {
    return number;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Logger logger() {
    return LOGGER;
  }
}
