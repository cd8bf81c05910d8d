package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/** A mail on its way to a destination, from {@link SmtpClient#deliver} to its report. */
final class Delivery {

  private final SmtpSite site;
  private final OutgoingMail mail;
  private final ClientCounters counters;
  private final CompletableFuture<DeliveryReport> report = new CompletableFuture<>();
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  /** The recipients to be told to the server: all but malformed ones, without duplicates. */
  private final List<OutgoingRecipient> recipients = new ArrayList<>();

  /** When to give up waiting for a connection, by {@link System#nanoTime()}. */
  private final long waitDeadlineNs;

  private boolean retried;
  private SmtpDestination host;
  private boolean requestsPassedOn;
  private long begunNs;

  /** Told when it is done, and how long it took on its connection. */
  private LongConsumer onFinished = tookNs -> {};

  Delivery(SmtpSite site, OutgoingMail mail, ClientCounters counters, long waitDeadlineNs) {
    this.site = site;
    this.host = site.hosts().get(0);
    this.mail = mail;
    this.counters = counters;
    this.waitDeadlineNs = waitDeadlineNs;
    counters.deliveriesActive.incrementAndGet();
    for (OutgoingRecipient recipient : mail.recipients()) {
      if (outcomes.containsKey(recipient.address())) {
        continue;
      }
      outcomes.put(recipient.address(), null); // for the order
      try {
        Mailbox.parse(recipient.address());
        recipients.add(recipient);
      } catch (SmtpSyntaxException malformed) {
        outcomes.put(
            recipient.address(),
            Outcome.local(
                Outcome.Kind.PERMANENT,
                DeliveryStage.LOCAL,
                LocalReplies.badRecipient(malformed.getMessage())));
      }
    }
  }

  OutgoingMail mail() {
    return mail;
  }

  /** The site it is for, with the hosts as they were to be tried. */
  SmtpSite site() {
    return site;
  }

  /** The host that is, or was, being talked to. */
  void reached(SmtpDestination talkedTo) {
    host = talkedTo;
  }

  /** Its first command goes out. */
  void begun(boolean requestsPassOn) {
    begunNs = System.nanoTime();
    requestsPassedOn = requestsPassOn;
  }

  /** Whether some recipient was delivered to; to be asked when it is finished. */
  boolean reachedSome() {
    return outcomes.values().stream().anyMatch(outcome -> outcome.kind() == Outcome.Kind.DELIVERED);
  }

  List<OutgoingRecipient> recipients() {
    return recipients;
  }

  long waitDeadlineNs() {
    return waitDeadlineNs;
  }

  CompletionStage<DeliveryReport> report() {
    return report.minimalCompletionStage();
  }

  /** Marks this as begun a second time; false if it was before. */
  boolean retry() {
    boolean first = !retried;
    retried = true;
    return first;
  }

  void decide(String recipient, Outcome outcome) {
    outcomes.putIfAbsent(recipient, outcome);
  }

  void onFinished(LongConsumer told) {
    onFinished = told;
  }

  /** Decides for all recipients that are not decided yet, and reports. */
  void finish(Outcome rest) {
    outcomes.replaceAll((recipient, outcome) -> outcome == null ? rest : outcome);
    counters.deliveriesActive.decrementAndGet();
    outcomes.values().forEach(counters::count);
    onFinished.accept(begunNs == 0 ? 0 : System.nanoTime() - begunNs);
    report.complete(new DeliveryReport(host, requestsPassedOn, outcomes));
  }

  /** Fails for now without having reached the server. */
  void refuse(DeliveryStage stage, SmtpReply reply) {
    finish(Outcome.local(Outcome.Kind.TEMPORARY, stage, reply));
  }

  /** Decides what can be decided without a server; true if that was all. */
  boolean finishedLocally() {
    if (!mail.sender().isEmpty()) {
      try {
        Mailbox.parse(mail.sender());
      } catch (SmtpSyntaxException malformed) {
        finish(
            Outcome.local(
                Outcome.Kind.PERMANENT,
                DeliveryStage.LOCAL,
                LocalReplies.badSender(malformed.getMessage())));
        return true;
      }
    }
    if (recipients.isEmpty()) {
      finish(null);
      return true;
    }
    return false;
  }
}
