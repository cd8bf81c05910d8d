package io.hikyaku.smtp.client;

import java.util.List;

/**
 * Servers that take the same mail, as the MX hosts of a domain. Limits, connections and failures
 * are counted by site, so that domains at one provider share them. Immutable.
 *
 * @param name the same for the same servers, whatever the order they are tried in
 * @param hosts at least one, in the order they are tried
 */
public record SmtpSite(String name, List<SmtpDestination> hosts) {

  public SmtpSite {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("SMTP site '" + name + "' has no host");
    }
  }

  /** A site of one server. */
  public static SmtpSite of(SmtpDestination destination) {
    return new SmtpSite(destination.toString(), List.of(destination));
  }

  @Override
  public String toString() {
    return name;
  }
}
