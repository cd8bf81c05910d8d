package io.hikyaku.smtp.route;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.client.SmtpDestination;
import io.hikyaku.smtp.client.SmtpSite;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Finds the servers of a domain: MX records by preference, shuffled among equals; the domain's own
 * addresses where there are none; nobody where there is a null MX (RFC 7505). What the DNS does not
 * say now is asked for later. Thread-safe; never blocks.
 */
public final class MxResolver {

  /** Hosts whose addresses are looked up; a connection tries five addresses at the most. */
  private static final int MAX_HOSTS = 5;

  private final LookupSession lookups;
  private final Set<String> ownNames;
  private final Set<InetAddress> ownAddresses;
  private final int port;

  /**
   * @param lookups asks the DNS, with its cache and time limits
   * @param ownNames host names of this server: an MX host of these, and all that are not preferred
   *     to it, are left out, or mail would loop (RFC 5321 §5.1)
   * @param ownAddresses its addresses, of which the same holds if it also listens on {@code port}
   * @param port on which servers are talked to, 25 but in tests
   */
  public MxResolver(
      LookupSession lookups, Set<String> ownNames, Set<InetAddress> ownAddresses, int port) {
    this.lookups = lookups;
    this.ownNames = Set.copyOf(ownNames);
    this.ownAddresses = Set.copyOf(ownAddresses);
    this.port = port;
  }

  /** Finds the route of a domain or an address literal; the stage does not fail. */
  public CompletionStage<MailRoute> resolve(String domain) {
    if (domain.startsWith("[")) {
      return CompletableFuture.completedFuture(literal(domain));
    }
    Name name;
    try {
      name = Name.fromString(domain, Name.root);
    } catch (TextParseException e) {
      return CompletableFuture.completedFuture(nowhere(550, "5.1.2", domain + " is no domain"));
    }
    return lookups
        .lookupAsync(name, Type.MX)
        .handle((found, failure) -> mx(domain, name, found, failure))
        .thenCompose(next -> next);
  }

  private CompletionStage<MailRoute> mx(
      String domain, Name name, LookupResult found, Throwable failure) {
    if (failure != null) {
      Throwable cause = cause(failure);
      if (cause instanceof NoSuchRRSetException) {
        return withoutMx(domain, name);
      }
      return CompletableFuture.completedFuture(unknown(domain, cause));
    }
    List<MXRecord> records = new ArrayList<>();
    for (Record record : found.getRecords()) {
      if (record instanceof MXRecord mx) {
        records.add(mx);
      }
    }
    if (records.isEmpty()) {
      return withoutMx(domain, name);
    } else if (records.stream().allMatch(record -> record.getTarget().equals(Name.root))) {
      return CompletableFuture.completedFuture(
          nowhere(556, "5.1.10", domain + " takes no mail (null MX)"));
    }
    List<Name> hosts = preferred(records, ThreadLocalRandom.current());
    if (hosts.isEmpty()) {
      return CompletableFuture.completedFuture(loop(domain));
    }
    return addresses(domain, hosts);
  }

  /** The domain is its own server (RFC 5321 §5.1). */
  private CompletionStage<MailRoute> withoutMx(String domain, Name name) {
    return ownNames.contains(text(name))
        ? CompletableFuture.completedFuture(loop(domain))
        : addresses(domain, List.of(name));
  }

  /** The hosts in the order they are to be tried, those before this server only. */
  List<Name> preferred(List<MXRecord> records, Random random) {
    TreeMap<Integer, List<Name>> byPreference = new TreeMap<>();
    for (MXRecord record : records) {
      if (!record.getTarget().equals(Name.root)) {
        byPreference
            .computeIfAbsent(record.getPriority(), p -> new ArrayList<>())
            .add(record.getTarget());
      }
    }
    List<Name> hosts = new ArrayList<>();
    for (List<Name> equals : byPreference.values()) {
      if (equals.stream().anyMatch(host -> ownNames.contains(text(host)))) {
        break;
      }
      Collections.shuffle(equals, random);
      hosts.addAll(equals);
    }
    return hosts;
  }

  /**
   * Looks up the addresses of hosts, all at once. The site is named after all hosts, whichever of
   * them are asked and have addresses now, so that what is known of it stays known.
   */
  private CompletionStage<MailRoute> addresses(String domain, List<Name> hosts) {
    Set<String> names = new TreeSet<>();
    hosts.forEach(host -> names.add(text(host)));
    String site = "mx:" + String.join(",", names);
    List<Name> asked = hosts.subList(0, Math.min(hosts.size(), MAX_HOSTS));
    List<CompletableFuture<HostAddresses>> answers = new ArrayList<>();
    for (Name host : asked) {
      answers.add(HostAddresses.lookUp(lookups, host, text(host)).toCompletableFuture());
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> route(domain, site, answers.stream().map(CompletableFuture::join).toList()));
  }

  private MailRoute route(String domain, String site, List<HostAddresses> hosts) {
    List<SmtpDestination> destinations = new ArrayList<>();
    for (HostAddresses host : hosts) {
      if (host.addresses().stream().anyMatch(ownAddresses::contains)) {
        break; // this server under another name
      }
      for (InetAddress address : host.addresses()) {
        destinations.add(new SmtpDestination(host.name(), port, address));
      }
    }
    if (!destinations.isEmpty()) {
      return new MailRoute.To(new SmtpSite(site, destinations));
    } else if (hosts.stream().anyMatch(host -> !host.addresses().isEmpty())) {
      return loop(domain);
    }
    return hosts.stream().allMatch(HostAddresses::certain)
        ? nowhere(550, "5.4.4", "No server of " + domain + " has an address")
        : nowhere(451, "4.4.3", "Addresses of the servers of " + domain + " are not known now");
  }

  private MailRoute literal(String domain) {
    if (!domain.endsWith("]")) {
      return nowhere(550, "5.1.2", domain + " is no address");
    }
    String inside = domain.substring(1, domain.length() - 1);
    String address =
        inside.toLowerCase(Locale.ROOT).startsWith("ipv6:")
            ? inside.substring("ipv6:".length())
            : inside;
    byte[] octets = NetUtil.createByteArrayFromIpAddressString(address);
    if (octets == null) {
      return nowhere(550, "5.1.2", domain + " is no address");
    }
    try {
      InetAddress literal = InetAddress.getByAddress(octets);
      return ownAddresses.contains(literal)
          ? loop(domain)
          : new MailRoute.To(
              new SmtpSite(domain, List.of(new SmtpDestination(address, port, literal))));
    } catch (UnknownHostException e) {
      return nowhere(550, "5.1.2", domain + " is no address");
    }
  }

  private static MailRoute unknown(String domain, Throwable cause) {
    return cause instanceof NoSuchDomainException
        ? nowhere(550, "5.1.2", "Domain " + domain + " does not exist")
        : nowhere(451, "4.4.3", "DNS does not tell of " + domain + " now: " + cause.getMessage());
  }

  private static MailRoute loop(String domain) {
    return nowhere(554, "5.4.6", "Mail for " + domain + " loops: its first server is this one");
  }

  private static MailRoute nowhere(int code, String status, String text) {
    return new MailRoute.Nowhere(SmtpReply.of(code, status, text));
  }

  private static String text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** The addresses of a record. */
  static InetAddress address(Record record) {
    return record instanceof ARecord a
        ? a.getAddress()
        : record instanceof AAAARecord aaaa ? aaaa.getAddress() : null;
  }
}
