package io.hikyaku.delivery;

import io.hikyaku.smtp.client.SmtpClient;
import io.hikyaku.smtp.client.SmtpClientConfiguration;
import io.hikyaku.smtp.client.SmtpClientTimeouts;
import io.hikyaku.smtp.client.SmtpDestination;
import io.hikyaku.smtp.client.SmtpSite;
import io.hikyaku.smtp.route.DnsLookups;
import io.hikyaku.smtp.route.MailRoute;
import io.hikyaku.smtp.route.MxResolver;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Mail delivery with everything it needs while it runs: one SMTP client for all batches. */
final class MailService implements AutoCloseable {

  private static final Duration DNS_TIMEOUT = Duration.ofSeconds(3);

  private static final int SMTP_PORT = 25;

  /** To all sites together: a file handle each. */
  private static final int MAX_CONNECTIONS = 5000;

  /** Slow deliveries that may be under way at a time. */
  private static final int MAX_CUSTODY = 20_000;

  private final SmtpClient client;
  private final MailDelivery delivery;
  private final Custody custody;
  private final Suspensions suspensions;
  private final Settlement settlement;
  private final DestinationFigures figures;
  private final RateLimits rates;
  private final Applications applications;
  private final DeliveryLog log;
  private final boolean asksDns;

  private MailService(DeliverySettings settings, SmtpClient client, Clock clock) {
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    this.client = client;
    log = settings.log().map(DeliveryLog::to).orElseGet(DeliveryLog::none);
    figures = new DestinationFigures();
    DeadLetters deadLetters = new DeadLetters(settings.nodeName(), clock);
    settlement =
        new Settlement(
            settings.retry(),
            new Reports(settings.hostName(), settings.delayWarning(), deadLetters, clock),
            log,
            figures,
            clock,
            random);
    custody = new Custody(settlement, clock, MAX_CUSTODY);
    suspensions = new Suspensions(clock);
    Set<Route> routes = settings.routes().all();
    rates = new RateLimits(settings.rates(), clock, random);
    asksDns = routes.contains(new Route.Mx());
    applications = new Applications(routes);
    Maildir maildir = new Maildir(settings.mailboxDirectory(), settings.mailboxSync());
    Map<Route, Transport> transports = new HashMap<>();
    for (Route route : routes) {
      if (route instanceof Route.Application application) {
        transports.put(route, new ApplicationTransport(applications, application.group(), clock));
      } else if (route instanceof Route.LocalMailbox) {
        transports.put(route, new MailboxTransport(maildir, settings.hostName()));
      } else if (route instanceof Route.Relay relay) {
        SmtpSite site = SmtpSite.of(new SmtpDestination(relay.host(), relay.port()));
        MailRoute to = new MailRoute.To(site);
        transports.put(
            route,
            new SmtpTransport(
                client,
                domain -> CompletableFuture.completedStage(to),
                rates,
                custody::hasRoom,
                clock,
                random));
      } else if (route instanceof Route.Mx) {
        MxResolver resolver =
            new MxResolver(
                DnsLookups.of(settings.dnsServers(), DNS_TIMEOUT),
                Set.of(settings.hostName().toLowerCase(Locale.ROOT)),
                settings.mxPort() == SMTP_PORT ? ownAddresses() : Set.of(),
                settings.mxPort());
        transports.put(
            route,
            new SmtpTransport(client, resolver::resolve, rates, custody::hasRoom, clock, random));
      }
    }
    delivery =
        new MailDelivery(
            settings.routes(),
            transports::get,
            suspensions,
            settlement,
            deadLetters,
            settings.patience());
  }

  /**
   * Starts the client; nothing is connected before the first mail.
   *
   * @throws InvalidSettingsException if the client refuses its settings
   */
  static MailService start(DeliverySettings settings, Clock clock) {
    SmtpClientConfiguration configuration = client(settings);
    List<String> faults = configuration.faults();
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
    return new MailService(settings, SmtpClient.start(configuration), clock);
  }

  MailDelivery delivery() {
    return delivery;
  }

  Custody custody() {
    return custody;
  }

  Suspensions suspensions() {
    return suspensions;
  }

  Settlement settlement() {
    return settlement;
  }

  DestinationFigures figures() {
    return figures;
  }

  Applications applications() {
    return applications;
  }

  RateLimits rates() {
    return rates;
  }

  DeliveryLog log() {
    return log;
  }

  @Override
  public void close() {
    close(() -> {});
  }

  /**
   * Ends the deliveries under way, and settles them.
   *
   * @param tend settles what has an outcome, as the end of the client gives one to all
   */
  void close(Runnable tend) {
    client.close();
    try {
      tend.run();
    } finally {
      log.close();
    }
    if (asksDns) {
      DnsLookups.stop();
    }
  }

  /** The waits of RFC 5321 §4.5.3.2, or shorter ones if the settings say so. */
  private static SmtpClientConfiguration client(DeliverySettings settings) {
    SmtpClientTimeouts standard = SmtpClientTimeouts.standard();
    Duration most = settings.timeout();
    return SmtpClientConfiguration.builder()
        .heloName(settings.hostName())
        .maxConnections(MAX_CONNECTIONS)
        .maxConnectionsPerDestination(settings.connections())
        .deadTime(settings.deadTime())
        .startTls(settings.startTls())
        .timeouts(
            new SmtpClientTimeouts(
                shorter(standard.connect(), most),
                shorter(standard.greeting(), most),
                shorter(standard.command(), most),
                shorter(standard.data(), most),
                shorter(standard.block(), most),
                shorter(standard.finalDot(), most)))
        .build();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Without them a domain whose MX is this host under another name would loop. */
  private static Set<InetAddress> ownAddresses() {
    Set<InetAddress> addresses = new HashSet<>();
    try {
      for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        addresses.addAll(Collections.list(device.getInetAddresses()));
      }
    } catch (SocketException e) {
      // the count of Received fields still ends a loop
      return Set.of();
    }
    return addresses;
  }
}
