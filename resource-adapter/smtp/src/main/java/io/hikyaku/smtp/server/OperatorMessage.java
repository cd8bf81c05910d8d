package io.hikyaku.smtp.server;

import io.hikyaku.api.log.NumberedMessage;
import java.util.logging.Logger;

/** What the SMTP server says to operators. What a metric counts is not logged. */
enum OperatorMessage implements NumberedMessage {
  LISTENING("HIKYAKU4001I", "SMTP server listens on %s:%d"),
  RECEIVER_FAILED(
      "HIKYAKU4002W",
      "mails are answered 451 because the receiver fails; further failures within 10 s are only"
          + " counted: %s"),
  CUT_OFF(
      "HIKYAKU4003W",
      "stopping cut off %d SMTP sessions that were still sending after %d ms; a longer drain"
          + " timeout lets them finish"),
  SESSION_FAILED("HIKYAKU4004E", "an SMTP session was closed by an internal error: %s"),
  AUTHENTICATOR_FAILED(
      "HIKYAKU4005W", "AUTH is answered 454 because passwords cannot be checked: %s");

  private static final Logger LOGGER = Logger.getLogger("io.hikyaku.smtp.server");

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
