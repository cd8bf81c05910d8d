package io.hikyaku.delivery;

import io.hikyaku.api.ReceivedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Delivers batches of mails. What is decided within a moment is settled in the transaction of its
 * batch; what takes longer goes into {@link Custody}, so that no batch, and no thread, waits for a
 * slow site. Thread-safe.
 */
final class MailDelivery {

  private final RouteTable routes;
  private final Function<Route, Transport> transports;
  private final Suspensions suspensions;
  private final Settlement settlement;
  private final DeadLetters deadLetters;
  private final Duration patience;

  /**
   * A delivery.
   *
   * @param transports the way for each route of the table
   * @param patience the longest that a batch waits
   */
  MailDelivery(
      RouteTable routes,
      Function<Route, Transport> transports,
      Suspensions suspensions,
      Settlement settlement,
      DeadLetters deadLetters,
      Duration patience) {
    this.routes = routes;
    this.transports = transports;
    this.suspensions = suspensions;
    this.settlement = settlement;
    this.deadLetters = deadLetters;
    this.patience = patience;
  }

  /**
   * Tries every mail of a batch once, all at the same time.
   *
   * @return what is to be sent in the transaction that consumes the batch. A message that is no
   *     mail is among it as a dead letter: it must not keep the rest of its batch from being
   *     delivered
   */
  Outbox deliver(List<ReceivedMessage> batch) {
    Outbox out = new Outbox();
    Map<Mail, List<Attempt>> attempts = startAll(readAll(batch, out));
    awaitAll(attempts.values());
    attempts.forEach((mail, parts) -> settle(mail, parts, out));
    return out;
  }

  private List<Part> readAll(List<ReceivedMessage> batch, Outbox out) {
    List<Part> parts = new ArrayList<>(batch.size());
    for (ReceivedMessage received : batch) {
      try {
        parts.addAll(Part.of(Mail.of(received), routes));
      } catch (IllegalArgumentException e) {
        String dead = DeadLetters.group(received.group());
        out.add(dead, deadLetters.of(received, e.getMessage()));
        OperatorMessage.NOT_A_MAIL.log(received.id(), dead, e.getMessage());
      }
    }
    return parts;
  }

  private Map<Mail, List<Attempt>> startAll(List<Part> parts) {
    Map<Mail, List<Attempt>> attempts = new LinkedHashMap<>();
    // the mailbox works in this thread: what goes over the network is started before it
    for (boolean local : new boolean[] {false, true}) {
      for (Part part : parts) {
        if (part.route().isLocal() == local) {
          attempts.computeIfAbsent(part.source(), m -> new ArrayList<>()).add(start(part));
        }
      }
    }
    return attempts;
  }

  private Attempt start(Part part) {
    CompletableFuture<Map<String, Outcome>> outcomes;
    try {
      outcomes =
          suspensions
              .held(part)
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> transports.apply(part.route()).deliver(part).toCompletableFuture());
    } catch (RuntimeException failure) {
      // that of one part, which must not keep the rest of the batch from being delivered
      outcomes = CompletableFuture.failedFuture(failure);
    }
    return new Attempt(part, outcomes);
  }

  private void awaitAll(Iterable<List<Attempt>> attempts) {
    List<CompletableFuture<?>> quick = new ArrayList<>();
    for (List<Attempt> parts : attempts) {
      for (Attempt attempt : parts) {
        if (!attempt.outcomes().isDone()
            && !transports.apply(attempt.route()).isSlow(attempt.part())) {
          quick.add(attempt.outcomes());
        }
      }
    }
    if (quick.isEmpty()) {
      return;
    }
    try {
      CompletableFuture.allOf(quick.toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // those go into custody, these say for themselves what they met
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "delivery of " + quick.size() + " mails was interrupted: the batch returns", e);
    }
  }

  private void settle(Mail mail, List<Attempt> attempts, Outbox out) {
    List<Attempt> decided = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      if (attempt.outcomes().isDone()) {
        decided.add(attempt);
        if (attempt.route() instanceof Route.Application application
            && attempt.result().containsValue(Outcome.DELIVERED)) {
          out.add(application.group(), attempt.part().mail().toMessage());
        }
      } else {
        out.keep(attempt);
      }
    }
    settlement.settle(mail, decided, out);
  }
}
