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

/** Delivers batches of mails. Thread-safe. */
final class MailDelivery {

  private final RouteTable routes;
  private final Function<Route, Transport> transports;
  private final Settlement settlement;
  private final Duration timeout;

  /**
   * A delivery.
   *
   * @param transports the way for each route of the table
   * @param timeout the longest that a batch waits
   */
  MailDelivery(
      RouteTable routes,
      Function<Route, Transport> transports,
      Settlement settlement,
      Duration timeout) {
    this.routes = routes;
    this.transports = transports;
    this.settlement = settlement;
    this.timeout = timeout;
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
    List<Attempt> attempts = startAll(readAll(batch, out));
    awaitAll(attempts);
    for (Attempt attempt : attempts) {
      settlement.settle(attempt.mail, attempt.route, attempt.outcomes(timeout), out);
    }
    return out;
  }

  private Map<Route, List<Mail>> readAll(List<ReceivedMessage> batch, Outbox out) {
    Map<Route, List<Mail>> byRoute = new LinkedHashMap<>();
    for (ReceivedMessage received : batch) {
      try {
        Mail mail = Mail.of(received);
        byRoute.computeIfAbsent(routes.of(mail.mail().domain()), r -> new ArrayList<>()).add(mail);
      } catch (IllegalArgumentException e) {
        String dead = DeadLetter.group(received.group());
        out.add(dead, DeadLetter.of(received, e.getMessage()));
        OperatorMessage.NOT_A_MAIL.log(received.id(), dead, e.getMessage());
      }
    }
    return byRoute;
  }

  private List<Attempt> startAll(Map<Route, List<Mail>> byRoute) {
    List<Attempt> attempts = new ArrayList<>();
    // the mailbox works in this thread: what goes over the network is started before it
    byRoute.forEach((route, mails) -> startRemote(route, mails, attempts));
    byRoute.forEach((route, mails) -> startLocal(route, mails, attempts));
    return attempts;
  }

  private void startRemote(Route route, List<Mail> mails, List<Attempt> attempts) {
    if (route instanceof Route.Relay) {
      start(route, mails, attempts);
    }
  }

  private void startLocal(Route route, List<Mail> mails, List<Attempt> attempts) {
    if (route instanceof Route.LocalMailbox) {
      start(route, mails, attempts);
    }
  }

  private void start(Route route, List<Mail> mails, List<Attempt> attempts) {
    Transport transport = transports.apply(route);
    for (Mail mail : mails) {
      attempts.add(new Attempt(mail, route, transport.deliver(mail).toCompletableFuture()));
    }
  }

  private void awaitAll(List<Attempt> attempts) {
    CompletableFuture<?>[] all =
        attempts.stream().map(attempt -> attempt.outcomes).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      long open = attempts.stream().filter(attempt -> !attempt.outcomes.isDone()).count();
      OperatorMessage.UNANSWERED.log(open, timeout.toMillis());
    } catch (ExecutionException e) {
      // each attempt says for itself what it met
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "delivery of " + attempts.size() + " mails was interrupted: the batch returns", e);
    }
  }
}
