package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.DomainSyntax;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * For whom mail is taken, RFC 5321 §7.9: anyone may send to our own domains; to all others only who
 * comes from an allowed network or has authenticated. Immutable.
 */
public final class RelayPolicy {

  /** The networks allowed where nothing else is said: this machine. */
  public static final String LOOPBACK = "127.0.0.0/8,::1/128";

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private final Set<String> ownDomains;
  private final List<IpSubnetFilterRule> networks;

  private RelayPolicy(Set<String> ownDomains, List<IpSubnetFilterRule> networks) {
    this.ownDomains = ownDomains;
    this.networks = networks;
  }

  /**
   * Reads a policy.
   *
   * @param ownDomains {@code example.org,.example.net}: with a leading dot all below that domain
   * @param networks {@code 10.0.0.0/8,192.0.2.7,2001:db8::/32}
   * @param faults takes what cannot be used, each with its value
   */
  public static RelayPolicy parse(String ownDomains, String networks, List<String> faults) {
    List<String> domains = new ArrayList<>();
    for (String domain : parts(ownDomains)) {
      String name = domain.startsWith(".") ? domain.substring(1) : domain;
      if (!DomainSyntax.isDomain(name)) {
        faults.add("own domain '" + domain + "': a domain, or .domain for all below it");
      }
      domains.add(domain.toLowerCase(Locale.ROOT));
    }
    List<IpSubnetFilterRule> rules = new ArrayList<>();
    for (String network : parts(networks)) {
      int slash = network.indexOf('/');
      String address = slash < 0 ? network : network.substring(0, slash);
      int bits = NetUtil.isValidIpV4Address(address) ? IPV4_BITS : IPV6_BITS;
      String length = slash < 0 ? Integer.toString(bits) : network.substring(slash + 1);
      boolean valid =
          NetUtil.createByteArrayFromIpAddressString(address) != null
              && length.matches("\\d{1,3}")
              && Integer.parseInt(length) <= bits;
      if (valid) {
        rules.add(
            new IpSubnetFilterRule(address, Integer.parseInt(length), IpFilterRuleType.ACCEPT));
      } else {
        faults.add("network '" + network + "': an IP address, or address/bits");
      }
    }
    return new RelayPolicy(Set.copyOf(domains), List.copyOf(rules));
  }

  /** No own domains; this machine may relay. */
  public static RelayPolicy loopbackOnly() {
    return parse("", LOOPBACK, new ArrayList<>());
  }

  /** Whether mail to this domain is taken from everybody. */
  public boolean isOwn(String domain) {
    if (ownDomains.contains(domain)) {
      return true;
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      if (ownDomains.contains(domain.substring(dot))) {
        return true;
      }
    }
    return false;
  }

  /** Whether an address is in an allowed network. */
  public boolean isAllowed(InetSocketAddress peer) {
    return networks.stream().anyMatch(rule -> rule.matches(peer));
  }

  private static List<String> parts(String text) {
    return List.of(text.split(",", -1)).stream()
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
