package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.DestinationStatus;
import io.hikyaku.api.mail.MailDestinations;
import io.hikyaku.api.mail.MailManagement.StoredMail;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.KeyStatus;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.DomainSyntax;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What {@link MailServiceBean} does for operators and once a second. Thread-safe. */
final class MailAdministration {

  private static final Duration LONGEST_SUSPENSION = Duration.ofDays(30);
  private static final int MAX_AT_ONCE = 1000;

  /** What others may have changed is read anew with each so many ticks. */
  private static final int TICKS = 3;

  private final Supplier<QueueManagement> store;
  private final MailService service;
  private final String group;
  private final Clock clock;
  private int tick;
  private boolean groupMade;

  MailAdministration(
      Supplier<QueueManagement> store, MailService service, String group, Clock clock) {
    this.store = store;
    this.service = service;
    this.group = group;
    this.clock = clock;
  }

  /** Once a second, one at a time. */
  void tend() {
    service.log().flush();
    service.figures().tick(1);
    QueueManagement management = store.get();
    service.custody().tend(management::replace);
    if (tick++ % TICKS == 0) {
      readSuspensions(management);
      service.applications().look(management);
      if (service.rates().inUse()) {
        service.rates().share(management.cluster().nodes().size());
      }
    }
  }

  private void readSuspensions(QueueManagement management) {
    service.suspensions().read(management.browse(suspensions(management), 0, MAX_AT_ONCE));
  }

  /** The group of suspensions, made if it is not there. */
  private synchronized String suspensions(QueueManagement management) {
    String name = group + Suspensions.GROUP_SUFFIX;
    if (!groupMade) {
      management.createGroup(name, GroupSettings.spread().withDeadLetters(false));
      groupMade = true;
    }
    return name;
  }

  MailDestinations destinations() {
    GroupKeys keys = store.get().keys(group);
    Map<String, KeyStatus> stored = new LinkedHashMap<>();
    keys.keys().forEach(key -> stored.put(key.key(), key));
    Map<String, DestinationFigures.Figures> figures = service.figures().byDomain();
    TreeSet<String> domains = new TreeSet<>(stored.keySet());
    domains.addAll(figures.keySet());
    List<DestinationStatus> destinations = new ArrayList<>();
    for (String domain : domains) {
      destinations.add(
          status(
              domain,
              Optional.ofNullable(stored.get(domain)),
              figures.getOrDefault(domain, new DestinationFigures.Figures())));
    }
    destinations.sort(Comparator.comparingLong(DestinationStatus::depth).reversed());
    return new MailDestinations(destinations, keys.counted(), keys.total());
  }

  private DestinationStatus status(
      String domain, Optional<KeyStatus> stored, DestinationFigures.Figures figures) {
    Optional<Suspensions.Suspension> suspension = service.suspensions().of(domain);
    return new DestinationStatus(
        domain,
        stored.map(KeyStatus::depth).orElse(0L),
        stored.map(KeyStatus::delayed).orElse(0L),
        stored.map(KeyStatus::bytes).orElse(0L),
        stored.map(KeyStatus::oldest),
        figures.delivered(),
        figures.deferred(),
        figures.failed(),
        figures.perSecond(),
        figures.lastError(),
        suspension.map(Suspensions.Suspension::until),
        suspension.map(Suspensions.Suspension::reason).orElse(""));
  }

  void suspend(String domain, String reason, Instant until, QueueConnection connection) {
    Instant now = clock.instant();
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SUSPENSION))) {
      throw new IllegalArgumentException(
          "suspension until " + until + ": must be after now and at most 30 days ahead");
    }
    if (!DomainSyntax.isDomain(domain)) {
      throw new IllegalArgumentException("'" + domain + "' is no domain");
    }
    QueueManagement management = store.get();
    MessageId unused =
        connection.send(
            suspensions(management),
            Message.builder(new byte[0])
                .key(domain.toLowerCase(Locale.ROOT))
                .header(Suspensions.REASON, Reasons.shorten(reason))
                .header(Suspensions.UNTIL, until.toString())
                .expireAt(until)
                .build());
    readSuspensions(management);
  }

  boolean resume(String domain) {
    QueueManagement management = store.get();
    String name = suspensions(management);
    String wanted = domain.toLowerCase(Locale.ROOT);
    boolean found = false;
    for (MessageStatus suspension : management.browse(name, 0, MAX_AT_ONCE)) {
      if (suspension.key().orElse("").equals(wanted)) {
        found |= management.delete(name, suspension.id());
      }
    }
    readSuspensions(management);
    int unused = retryNow(wanted);
    return found;
  }

  int retryNow(String domain) {
    return store.get().deliverNow(group, domain.toLowerCase(Locale.ROOT));
  }

  int bounce(String domain, String reason) {
    QueueManagement management = store.get();
    String wanted = domain.toLowerCase(Locale.ROOT);
    int bounced = 0;
    for (MessageStatus stored : management.search(group, wanted, MAX_AT_ONCE)) {
      if (stored.state() == MessageStatus.State.DELAYED
          && stored.key().orElse("").equals(wanted)
          && bounce(management, stored, reason)) {
        bounced++;
      }
    }
    return bounced;
  }

  private boolean bounce(QueueManagement management, MessageStatus stored, String reason) {
    byte[] content = management.body(stored.id()).orElse(null);
    if (content == null) {
      return false; // somebody has it meanwhile
    }
    MailMessage mail;
    try {
      mail = mail(stored, content);
    } catch (IllegalArgumentException noMail) {
      return false;
    }
    Message.Builder copy = Message.builder(content).headers(stored.headers());
    stored.key().ifPresent(copy::key);
    Message message = copy.build();
    Mail source =
        new Mail(new ReceivedMessage(stored.id(), group, message, 1, stored.enqueuedAt()), mail);
    Outcome refused =
        new Outcome.Refused(
            SmtpReply.of(550, "5.7.0", "Given up by the operator: " + Reasons.shorten(reason)), "");
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    mail.addresses().forEach(address -> outcomes.put(address, refused));
    Outbox out = new Outbox();
    Part part = new Part(source, mail.destination(), new Route.Mx(), mail);
    service
        .settlement()
        .settle(
            source, List.of(new Attempt(part, CompletableFuture.completedFuture(outcomes))), out);
    return management.replace(group, stored.id(), out.messages()).isPresent();
  }

  List<StoredMail> find(String text, int limit) {
    List<StoredMail> mails = new ArrayList<>();
    for (MessageStatus stored : store.get().search(group, text, limit)) {
      try {
        mails.add(
            new StoredMail(
                stored.id().toString(),
                mail(stored, stored.bodyStart()),
                stored.bodyBytes(),
                stored.notBefore().orElseGet(clock::instant),
                stored.node()));
      } catch (IllegalArgumentException noMail) {
        // an operator looks for mails; what is none goes to the dead letters by itself
      }
    }
    return mails;
  }

  private static MailMessage mail(MessageStatus stored, byte[] content) {
    return MailMessage.from(stored.id().toString(), stored.headers(), content);
  }
}
