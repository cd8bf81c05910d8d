package io.hikyaku.smtp.route;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Cache;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.lookup.LookupSession;

/** Makes what asks the DNS. */
public final class DnsLookups {

  /** Answers that are kept. */
  private static final int MAX_CACHED = 50_000;

  /** How long a domain that is not there, or has no such record, counts as such: RFC 2308 §5. */
  private static final int MAX_NEGATIVE_SECONDS = 300;

  private static final int RETRIES = 2;

  private DnsLookups() {}

  /**
   * Asks these servers in turn.
   *
   * @param servers none for those that the system names
   * @param timeout for one question to one server
   * @throws IllegalArgumentException if a server's name is not known
   */
  public static LookupSession of(List<InetSocketAddress> servers, Duration timeout) {
    // what it registers would outlive the application
    System.setProperty("dnsjava.nio.register_shutdown_hook", "false");
    ExtendedResolver resolver;
    if (servers.isEmpty()) {
      resolver = new ExtendedResolver();
    } else {
      List<Resolver> each = new ArrayList<>();
      for (InetSocketAddress server : servers) {
        each.add(new SimpleResolver(server));
      }
      resolver = new ExtendedResolver(each);
    }
    resolver.setTimeout(timeout);
    resolver.setRetries(RETRIES);
    Cache cache = new Cache();
    cache.setMaxEntries(MAX_CACHED);
    cache.setMaxNCache(MAX_NEGATIVE_SECONDS);
    return LookupSession.builder().resolver(resolver).cache(cache).build();
  }

  /** Ends the threads that asked; they are begun again when they are needed. */
  public static void stop() {
    NioClient.close();
  }

  /**
   * Reads {@code 10.0.0.53:53,[2001:db8::53]:53}; the port may be left out.
   *
   * @throws IllegalArgumentException with the part that cannot be read
   */
  public static List<InetSocketAddress> servers(String text) {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String server = part.strip();
      if (server.isEmpty()) {
        continue;
      }
      boolean hasPort =
          server.matches(".*[^:]:\\d{1,5}")
              && (server.indexOf(':') == server.lastIndexOf(':') || server.contains("]:"));
      String host = hasPort ? server.substring(0, server.lastIndexOf(':')) : server;
      int port = hasPort ? Integer.parseInt(server.substring(server.lastIndexOf(':') + 1)) : 53;
      InetSocketAddress address = port > 65535 ? null : new InetSocketAddress(host, port);
      if (address == null || address.isUnresolved()) {
        throw new IllegalArgumentException(
            "'" + server + "' is not a DNS server: expected address or address:port");
      }
      servers.add(address);
    }
    return servers;
  }
}
