package io.hikyaku.jca;

import io.hikyaku.api.log.NumberedMessage;
import java.util.logging.Logger;

/**
 * Every message that an operator may find in the log, by number. The number never changes its
 * meaning; its last letter is the level: E must be acted on, W should be looked at, I is news.
 */
enum OperatorMessage implements NumberedMessage {
  CONFIGURATION_FAULTS("HIKYAKU0001E", "the resource adapter is not started: %s"),
  START_FAILED("HIKYAKU0002E", "node %s of cluster %s could not be started: %s"),
  STARTED("HIKYAKU0003I", "node %s of cluster %s is started on %s:%d"),
  STOPPED("HIKYAKU0004I", "node %s of cluster %s is stopped"),
  START_RETRIED("HIKYAKU0005W", "node %s could not join cluster %s: %s; trying again in %d ms"),
  GROUP_KEPT("HIKYAKU0006W", "group %s is not as the property groups says, and is left alone: %s"),
  GROUP_DELAYED(
      "HIKYAKU0007W", "group %s cannot be made now: %s; tried again every %d ms until it can"),
  STOP_FAILED("HIKYAKU0008W", "while the adapter stopped: %s"),
  SMTP_STARTED("HIKYAKU0101I", "mail is received on %s:%d and sent to group %s"),
  SMTP_NOT_STORED("HIKYAKU0102W", "%d mails in a row were refused, the last with %d: %s"),
  SMTP_FAILED("HIKYAKU0103E", "no mail is received: %s"),
  GROUP_UNKNOWN(
      "HIKYAKU0201W",
      "a message-driven bean waits for group %s, which is not there: make the group, or correct"
          + " the activation property group; looked for again every %d ms"),
  DELIVERIES_FAIL(
      "HIKYAKU0202W", "%d deliveries of group %s in a row failed, the next waits %d ms: %s"),
  NO_ENDPOINT(
      "HIKYAKU0203W", "messages of group %s were returned, as no bean could be had for them: %s"),
  DEACTIVATION_TIMED_OUT(
      "HIKYAKU0204W",
      "beans of group %s were still at work %d ms after their deactivation; what they consume is"
          + " settled when they end"),
  ENDPOINT_NOT_RELEASED("HIKYAKU0205W", "the server did not take an endpoint back: %s"),
  WAIT_FAILED("HIKYAKU0206W", "no messages can be had of group %s: %s; tried again"),
  ACTIVATION_PAUSED(
      "HIKYAKU0207E",
      "bean '%s' is given no more messages of group %s on this node: %s; when the cause is mended,"
          + " resume it by QueueConnectionFactory.deliveries(), or restart its application"),
  ACTIVATION_RESUMED("HIKYAKU0208I", "bean '%s' is given messages of group %s again"),
  LEASE_OVER(
      "HIKYAKU0209E",
      "bean '%s' has kept %d messages of group %s for too long, and they were returned: see what"
          + " its thread %s waits for; the limits are the activation"
          + " properties leaseMillis and leaseLimitMillis");

  private static final Logger LOGGER = Logger.getLogger("io.hikyaku");

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
