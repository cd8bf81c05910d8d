package io.hikyaku.delivery;

import io.hikyaku.smtp.client.SmtpClient;
import io.hikyaku.smtp.client.SmtpClientConfiguration;
import io.hikyaku.smtp.client.SmtpClientTimeouts;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Mail delivery with everything it needs while it runs: one SMTP client for all batches. */
final class MailService implements AutoCloseable {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);

  private final SmtpClient client;
  private final MailDelivery delivery;

  private MailService(SmtpClient client, MailDelivery delivery) {
    this.client = client;
    this.delivery = delivery;
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
    SmtpClient client = SmtpClient.start(configuration);
    Map<Route, Transport> transports = transports(settings, client);
    Settlement settlement =
        new Settlement(
            settings.retry(),
            new BounceWriter(settings.hostName(), clock),
            clock,
            () -> ThreadLocalRandom.current().nextDouble());
    return new MailService(
        client,
        new MailDelivery(settings.routes(), transports::get, settlement, settings.timeout()));
  }

  MailDelivery delivery() {
    return delivery;
  }

  @Override
  public void close() {
    client.close();
  }

  private static Map<Route, Transport> transports(DeliverySettings settings, SmtpClient client) {
    Set<Route> routes = new HashSet<>(settings.routes().byDomain().values());
    routes.add(settings.routes().otherwise());
    Maildir maildir = new Maildir(settings.mailboxDirectory(), settings.mailboxSync());
    Map<Route, Transport> transports = new HashMap<>();
    for (Route route : routes) {
      transports.put(
          route,
          route instanceof Route.Relay relay
              ? new RelayTransport(client, relay)
              : new MailboxTransport(maildir, settings.hostName()));
    }
    return transports;
  }

  /**
   * RFC 5321 would have a client wait up to ten minutes, which no transaction survives. Within the
   * batch's time the client's own waits end first, so that a batch that gives up leaves nothing
   * behind that still delivers.
   */
  private static SmtpClientConfiguration client(DeliverySettings settings) {
    Duration half = settings.timeout().dividedBy(2);
    Duration connect = half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT;
    return SmtpClientConfiguration.builder()
        .heloName(settings.hostName())
        .maxConnectionsPerDestination(settings.connections())
        .waitTimeout(settings.timeout().dividedBy(4))
        .timeouts(new SmtpClientTimeouts(connect, half, half, half, half, half))
        .build();
  }
}
