package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all sessions of a server share. Thread-safe. */
final class ServerContext {

  final ServerCounters counters = new ServerCounters();
  final ServerLog log = new ServerLog();
  final MemoryBudget budget;
  final ConnectionLimits limits;
  final Set<SessionHandler> sessions = ConcurrentHashMap.newKeySet();

  private final SmtpServerConfiguration configuration;
  private final MailReceiver receiver;
  private final Clock clock;
  private final AtomicLong nextMail;

  /** Tells the mails of several nodes apart. */
  private final String incarnation =
      Integer.toString(new SecureRandom().nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);

  private volatile boolean stopping;

  ServerContext(SmtpServerConfiguration configuration, MailReceiver receiver, Clock clock) {
    this.configuration = configuration;
    this.receiver = receiver;
    this.clock = clock;
    this.budget = new MemoryBudget(configuration.maxBufferedBytes());
    this.limits =
        new ConnectionLimits(
            configuration.maxConnections(), configuration.maxConnectionsPerAddress());
    // Begins at the time in microseconds so that ids do not repeat after a restart.
    this.nextMail = new AtomicLong(clock.millis() * 1000);
  }

  SmtpServerConfiguration configuration() {
    return configuration;
  }

  Clock clock() {
    return clock;
  }

  String nextMailId() {
    String number = Long.toString(nextMail.getAndIncrement(), Character.MAX_RADIX);
    return (number + "-" + incarnation).toUpperCase(Locale.ROOT);
  }

  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  /** As {@link MailReceiver#accept}, but whatever it throws comes out of the stage. */
  CompletionStage<String> accept(IncomingMail mail) {
    try {
      return receiver.accept(mail);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** As {@link MailReceiver#checkRecipient}; a receiver that throws refuses for now. */
  Optional<SmtpReply> checkRecipient(Mailbox recipient) {
    try {
      return receiver.checkRecipient(recipient);
    } catch (MailRefusedException refusal) {
      return Optional.of(refusal.reply());
    } catch (RuntimeException failure) {
      log.receiverFailed(failure);
      return Optional.of(Replies.RECEIVER_FAILED);
    }
  }

  SmtpServerStatistics statistics() {
    return counters.read(limits.open(), budget.used());
  }
}
