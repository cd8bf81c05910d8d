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

  /** To the servers that the DNS names: RFC 5321 §5.1. */
  record Mx() implements Route {
    @Override
    public String toString() {
      return "mx";
    }
  }

  /**
   * To an application: the group that its message-driven bean listens to.
   *
   * @param group takes the mails, each for the recipients of this route only
   */
  record Application(String group) implements Route {
    @Override
    public String toString() {
      return "group:" + group;
    }
  }

  /** Whether mail is delivered in the thread that takes it. */
  default boolean isLocal() {
    return this instanceof LocalMailbox;
  }

  /** {@code smtp:host:port}; an IPv6 address stands in square brackets. */
  Pattern RELAY = Pattern.compile("smtp:(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):(\\d{1,5})");

  /** {@code group:name}. */
  Pattern GROUP = Pattern.compile("group:([A-Za-z0-9._-]{1,100})");

  /**
   * Reads {@code mailbox}, {@code mx}, {@code smtp:host:port} or {@code group:name}.
   *
   * @throws IllegalArgumentException with the text and what is allowed
   */
  static Route parse(String text) {
    String trimmed = text.strip();
    if (trimmed.toLowerCase(Locale.ROOT).equals("mailbox")) {
      return new LocalMailbox();
    } else if (trimmed.toLowerCase(Locale.ROOT).equals("mx")) {
      return new Mx();
    }
    Matcher group = GROUP.matcher(trimmed);
    if (group.matches()) {
      return new Application(group.group(1));
    }
    Matcher relay = RELAY.matcher(trimmed);
    if (relay.matches()) {
      int port = Integer.parseInt(relay.group(2));
      if (port >= 1 && port <= 65535) {
        return new Relay(relay.group(1).replaceAll("[\\[\\]]", ""), port);
      }
    }
    throw new IllegalArgumentException(
        "'"
            + trimmed
            + "' is not a route: expected mailbox, mx, smtp:<host>:<port> or group:<name>");
  }
}
