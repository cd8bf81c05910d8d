package io.hikyaku.smtp.client;

import java.net.InetAddress;
import java.util.Locale;

/**
 * A server to deliver to. What MX host that is for a domain is the caller's to find out (RFC 5321
 * §5.1). Immutable.
 *
 * @param host a host name, lower-cased, or an IP address without brackets
 * @param port 1 to 65535
 * @param address its address; null if it is to be looked up
 */
public record SmtpDestination(String host, int port, InetAddress address) {

  /** A server whose address is looked up when it is connected to. */
  public SmtpDestination(String host, int port) {
    this(host, port, null);
  }

  /**
   * @throws IllegalArgumentException if the host is blank or the port out of range
   */
  public SmtpDestination {
    if (host.isBlank()) {
      throw new IllegalArgumentException("SMTP destination without a host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("SMTP port " + port + " is not within 1 to 65535");
    }
    host = host.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
