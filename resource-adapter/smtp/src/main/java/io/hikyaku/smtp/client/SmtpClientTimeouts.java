package io.hikyaku.smtp.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a client waits for a server: RFC 5321 §4.5.3.2. Immutable.
 *
 * @param connect for the connection, for each address of the host
 * @param greeting for the 220, and for the reply to EHLO (§4.5.3.2.1)
 * @param command for the replies to MAIL, RCPT and RSET (§4.5.3.2.2, .3)
 * @param data for the 354 (§4.5.3.2.4)
 * @param block for each block of content to be taken (§4.5.3.2.5)
 * @param finalDot for the reply to the mail (§4.5.3.2.6); shorter ones make duplicates
 */
public record SmtpClientTimeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration data,
    Duration block,
    Duration finalDot) {

  /** What the RFC asks for, and 30 s to connect. */
  public static SmtpClientTimeouts standard() {
    return new SmtpClientTimeouts(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(3),
        Duration.ofMinutes(10));
  }

  /** The same timeout for everything, as tests like it. */
  public static SmtpClientTimeouts all(Duration timeout) {
    return new SmtpClientTimeouts(timeout, timeout, timeout, timeout, timeout, timeout);
  }

  List<String> faults() {
    List<String> faults = new ArrayList<>();
    check(faults, "timeouts.connect", connect);
    check(faults, "timeouts.greeting", greeting);
    check(faults, "timeouts.command", command);
    check(faults, "timeouts.data", data);
    check(faults, "timeouts.block", block);
    check(faults, "timeouts.finalDot", finalDot);
    return faults;
  }

  static void check(List<String> faults, String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
      faults.add(name + " " + value + " is not longer than zero and at most one day");
    }
  }
}
