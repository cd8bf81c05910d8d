package io.hikyaku.delivery;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the mails of a domain go. */
sealed interface Route {

  /** Into Maildir folders of this server. */
  record LocalMailbox() implements Route {
    @Override
    public String toString() {
      return "mailbox";
    }
  }

  /**
   * To another mail server.
   *
   * @param host name or address
   * @param port TCP port
   */
  record Relay(String host, int port) implements Route {
    @Override
    public String toString() {
      return "smtp:" + host + ":" + port;
    }
  }

  /** {@code smtp:host:port}; an IPv6 address stands in square brackets. */
  Pattern RELAY = Pattern.compile("smtp:(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):(\\d{1,5})");

  /**
   * Reads {@code mailbox} or {@code smtp:host:port}.
   *
   * @throws IllegalArgumentException with the text and what is allowed
   */
  static Route parse(String text) {
    String trimmed = text.strip();
    if (trimmed.toLowerCase(Locale.ROOT).equals("mailbox")) {
      return new LocalMailbox();
    }
    Matcher relay = RELAY.matcher(trimmed);
    if (relay.matches()) {
      int port = Integer.parseInt(relay.group(2));
      if (port >= 1 && port <= 65535) {
        return new Relay(relay.group(1).replaceAll("[\\[\\]]", ""), port);
      }
    }
    throw new IllegalArgumentException(
        "'" + trimmed + "' is not a route: expected mailbox or smtp:<host>:<port>");
  }
}
