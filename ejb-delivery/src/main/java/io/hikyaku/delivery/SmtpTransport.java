package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.client.DeliveryReport;
import io.hikyaku.smtp.client.DeliveryStage;
import io.hikyaku.smtp.client.Outcome.Kind;
import io.hikyaku.smtp.client.OutgoingMail;
import io.hikyaku.smtp.client.OutgoingRecipient;
import io.hikyaku.smtp.client.SmtpClient;
import io.hikyaku.smtp.client.SmtpSite;
import io.hikyaku.smtp.route.MailRoute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** Delivers by SMTP. Several share one client, which keeps the connections. Thread-safe. */
final class SmtpTransport implements Transport {

  /** A mail that found no room at its site comes again after this time and up to twice it. */
  private static final Duration BUSY = Duration.ofSeconds(15);

  /** Sites of domains that are remembered, to know whether they are slow. */
  private static final int MAX_REMEMBERED = 10_000;

  /** A domain whose servers take longer to be found out is slow. */
  private static final Duration SLOW_LOOKUP = Duration.ofMillis(500);

  /** Longer than most pauses between two attempts. */
  private static final Duration SLOW_LOOKUP_REMEMBERED = Duration.ofMinutes(90);

  /** A server that takes fewer recipients of a mail than it has gets the others after this time. */
  private static final Duration MORE_RECIPIENTS = Duration.ofSeconds(1);

  private static final SmtpReply OVER_RATE =
      SmtpReply.of(451, "4.3.2", "Destination has had as many mails as its rate allows");

  private static final SmtpReply TOO_MANY_SLOW =
      SmtpReply.of(451, "4.3.2", "Too many slow deliveries now");

  private final SmtpClient client;
  private final Function<String, CompletionStage<MailRoute>> routes;
  private final RateLimits rates;
  private final BooleanSupplier room;
  private final Clock clock;
  private final DoubleSupplier random;
  private final Map<String, SmtpSite> lastSites = new ConcurrentHashMap<>();

  /** Domains whose servers took long to be found out, and until when that is held against them. */
  private final Map<String, Instant> slowLookups = new ConcurrentHashMap<>();

  /**
   * @param routes the servers of a domain
   * @param rates how fast they may be sent to
   * @param room whether more deliveries may be begun that will take long
   */
  SmtpTransport(
      SmtpClient client,
      Function<String, CompletionStage<MailRoute>> routes,
      RateLimits rates,
      BooleanSupplier room,
      Clock clock,
      DoubleSupplier random) {
    this.client = client;
    this.routes = routes;
    this.rates = rates;
    this.room = room;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public CompletionStage<Map<String, Outcome>> deliver(Part part) {
    if (isSlow(part) && !room.getAsBoolean()) {
      return CompletableFuture.completedStage(all(part, busy(TOO_MANY_SLOW)));
    }
    Instant begun = clock.instant();
    return routes
        .apply(part.domain())
        .thenCompose(
            route -> {
              rememberLookup(part.domain(), begun);
              if (route instanceof MailRoute.To to) {
                return deliver(part, to.site());
              }
              SmtpReply reply = ((MailRoute.Nowhere) route).reply();
              return CompletableFuture.completedStage(
                  all(
                      part,
                      reply.isPermanent()
                          ? new Outcome.Refused(reply, "")
                          : new Outcome.Deferred(reply, "")));
            });
  }

  /** A domain whose name servers do not answer would make each batch wait that has its mails. */
  private void rememberLookup(String domain, Instant begun) {
    Instant now = clock.instant();
    if (begun.plus(SLOW_LOOKUP).isBefore(now)) {
      if (slowLookups.size() >= MAX_REMEMBERED) {
        slowLookups.clear();
      }
      slowLookups.put(domain, now.plus(SLOW_LOOKUP_REMEMBERED));
    } else if (!slowLookups.isEmpty()) {
      slowLookups.remove(domain);
    }
  }

  private CompletionStage<Map<String, Outcome>> deliver(Part part, SmtpSite site) {
    remember(part.domain(), site);
    if (client.isSlow(site) && !room.getAsBoolean()) {
      return CompletableFuture.completedStage(all(part, busy(TOO_MANY_SLOW)));
    }
    Optional<Instant> turn = rates.take(part.domain(), site);
    if (turn.isPresent()) {
      return CompletableFuture.completedStage(all(part, new Outcome.Held(OVER_RATE, turn.get())));
    }
    MailMessage mail = part.mail();
    List<OutgoingRecipient> recipients = new ArrayList<>(mail.recipients().size());
    for (MailRecipient recipient : mail.recipients()) {
      recipients.add(
          new OutgoingRecipient(
              recipient.address(), recipient.notifyOn(), recipient.originalRecipient()));
    }
    OutgoingMail outgoing =
        new OutgoingMail(
            mail.sender(),
            recipients,
            mail.content(),
            mail.eightBit(),
            mail.returned(),
            mail.envelopeId());
    return client.deliver(site, outgoing).thenApply(this::outcomes);
  }

  private void remember(String domain, SmtpSite site) {
    if (site.equals(lastSites.get(domain))) {
      return;
    }
    if (lastSites.size() >= MAX_REMEMBERED) {
      lastSites.clear();
    }
    lastSites.put(domain, site);
  }

  @Override
  public boolean isSlow(Part part) {
    Instant slowUntil = slowLookups.get(part.domain());
    if (slowUntil != null && clock.instant().isBefore(slowUntil)) {
      return true;
    }
    SmtpSite site = lastSites.get(part.domain());
    return site != null && client.isSlow(site);
  }

  private static Map<String, Outcome> all(Part part, Outcome outcome) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    part.mail().addresses().forEach(address -> outcomes.put(address, outcome));
    return outcomes;
  }

  private Map<String, Outcome> outcomes(DeliveryReport report) {
    boolean some =
        report.outcomes().values().stream().anyMatch(outcome -> outcome.kind() == Kind.DELIVERED);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    report
        .outcomes()
        .forEach(
            (address, outcome) ->
                outcomes.put(
                    address,
                    some && isTooMany(outcome)
                        ? new Outcome.Held(outcome.reply(), clock.instant().plus(MORE_RECIPIENTS))
                        : outcome(report, outcome)));
    return outcomes;
  }

  /**
   * The server takes no more recipients with this mail (RFC 5321 §4.5.3.1.10, where 552 means 452);
   * it took some, so that the others need not wait as after a failure.
   */
  private static boolean isTooMany(io.hikyaku.smtp.client.Outcome outcome) {
    SmtpReply reply = outcome.reply();
    return outcome.stage() == DeliveryStage.RECIPIENT
        && (reply.code() == 452 || reply.code() == 552)
        && (reply.enhancedStatus().isEmpty() || reply.enhancedStatus().endsWith(".5.3"));
  }

  private Outcome outcome(DeliveryReport report, io.hikyaku.smtp.client.Outcome outcome) {
    String host = outcome.local() ? "" : report.destination().host();
    return switch (outcome.kind()) {
      case DELIVERED ->
          new Outcome.Delivered(
              outcome.reply(),
              host,
              report.requestsPassedOn() ? Outcome.Hop.RELAYED_WITH_REQUEST : Outcome.Hop.RELAYED);
      case PERMANENT -> new Outcome.Refused(outcome.reply(), host);
      // the client had no room for it; the site was not asked
      case TEMPORARY ->
          outcome.stage() == DeliveryStage.LOCAL
              ? busy(outcome.reply())
              : new Outcome.Deferred(outcome.reply(), host);
      // whether the other server has the mail cannot be found out. Better twice than never
      case UNKNOWN -> new Outcome.Deferred(outcome.reply(), host);
    };
  }

  private Outcome busy(SmtpReply reply) {
    long delayMs = Math.round(BUSY.toMillis() * (1 + random.getAsDouble()));
    Instant again = clock.instant().plusMillis(delayMs);
    return new Outcome.Held(reply, again);
  }
}
