package io.hikyaku.smtp.client;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The connections to one destination and the mails that wait for one. Confined to one event loop.
 *
 * <p>It lives while it has either; then it takes itself out of the client, so that destinations
 * that are not used any more cost nothing.
 */
final class DestinationPool {

  private final ClientContext context;
  private final SmtpClientConfiguration configuration;
  private final SmtpDestination destination;
  private final EventLoop eventLoop;

  private final Set<ClientConnection> connections = new HashSet<>();

  /** The one used last comes first, so that those not needed age and are closed. */
  private final Deque<ClientConnection> idle = new ArrayDeque<>();

  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private ScheduledFuture<?> waitTimer;
  private boolean retired;

  DestinationPool(ClientContext context, SmtpDestination destination, EventLoop eventLoop) {
    this.context = context;
    this.configuration = context.configuration();
    this.destination = destination;
    this.eventLoop = eventLoop;
  }

  EventLoop executor() {
    return eventLoop;
  }

  ClientContext context() {
    return context;
  }

  SmtpDestination destination() {
    return destination;
  }

  /** Sends a mail over an idle or a new connection, or lets it wait, or refuses it for now. */
  void submit(Delivery delivery) {
    if (retired) {
      // It went between the look-up and now; the client makes a new pool.
      context.submit(destination, delivery);
    } else if (context.stopping()) {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.STOPPING);
      retireIfUnused();
    } else {
      place(delivery, false);
    }
  }

  private void place(Delivery delivery, boolean first) {
    ClientConnection connection = idle.pollFirst();
    if (connection != null) {
      context.counters.connectionsIdle.decrementAndGet();
      if (!connection.send(delivery)) {
        free(connection);
      }
    } else if (connections.size() < configuration.maxConnectionsPerDestination()
        && context.takeConnection()) {
      open(delivery);
    } else if (connections.isEmpty()) {
      // Nothing here would ever end and make room for it.
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.TOO_MANY_CONNECTIONS);
      retireIfUnused();
    } else if (first) {
      waiting.addFirst(delivery);
      watchWaiting();
    } else if (waiting.size() < configuration.maxWaitingPerDestination()) {
      waiting.addLast(delivery);
      watchWaiting();
    } else {
      delivery.refuse(
          DeliveryStage.LOCAL,
          LocalReplies.tooManyWaiting(destination, configuration.maxWaitingPerDestination()));
    }
  }

  private void open(Delivery delivery) {
    ClientConnection connection = new ClientConnection(this, delivery);
    connections.add(connection);
    connection.connect();
  }

  /** The next mail for a connection that can take one, or null. */
  Delivery nextWaiting() {
    return waiting.pollFirst();
  }

  /** A connection has nothing to send: it gets the next mail or is kept. */
  void free(ClientConnection connection) {
    Delivery next;
    while ((next = nextWaiting()) != null) {
      if (connection.send(next)) {
        return;
      }
    }
    if (context.stopping() || configuration.keepAlive().isZero()) {
      connection.quit();
    } else {
      idle.addFirst(connection);
      context.counters.connectionsIdle.incrementAndGet();
    }
  }

  /** A connection is of no more use, whether or not it is closed yet. */
  void leaveIdle(ClientConnection connection) {
    if (idle.remove(connection)) {
      context.counters.connectionsIdle.decrementAndGet();
    }
  }

  /**
   * A kept connection was dead when it was used. Those kept as long are likely dead too, so they
   * go; the mail begins again on a new one.
   */
  void retryStale(Delivery delivery) {
    context.counters.staleRetries.increment();
    List<ClientConnection> suspects = new ArrayList<>(idle);
    suspects.forEach(ClientConnection::quit);
    if (context.stopping()) {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.STOPPING);
    } else {
      place(delivery, true);
    }
  }

  /** A connection was closed, or never came to be. */
  void closed(ClientConnection connection) {
    leaveIdle(connection);
    if (connections.remove(connection)) {
      context.returnConnection();
    }
    if (!waiting.isEmpty()
        && connections.size() < configuration.maxConnectionsPerDestination()
        && !retired) {
      place(waiting.pollFirst(), true);
    }
    retireIfUnused();
  }

  /**
   * A new connection failed before it could take a mail. If no other one works, the destination is
   * down, and those who wait need not find out one by one.
   */
  void unreachable(Outcome outcome) {
    if (connections.stream().noneMatch(ClientConnection::established)) {
      List<Delivery> hopeless = new ArrayList<>(waiting);
      waiting.clear();
      hopeless.forEach(delivery -> delivery.finish(outcome));
    }
  }

  /** Refuses what waits, closes what is idle; the rest ends with the mails under way. */
  void stop() {
    while (!waiting.isEmpty()) {
      waiting.pollFirst().refuse(DeliveryStage.LOCAL, LocalReplies.STOPPING);
    }
    new ArrayList<>(idle).forEach(ClientConnection::quit);
    retireIfUnused();
  }

  /** Closes all at once. */
  void abort() {
    stop();
    new ArrayList<>(connections).forEach(ClientConnection::abort);
    retireIfUnused();
  }

  private void retireIfUnused() {
    if (connections.isEmpty() && waiting.isEmpty() && !retired) {
      retired = true;
      if (waitTimer != null) {
        waitTimer.cancel(false);
      }
      context.pools.remove(destination, this);
    }
  }

  private void watchWaiting() {
    if (waitTimer == null) {
      long leftNs = waiting.peekFirst().waitDeadlineNs() - System.nanoTime();
      waitTimer =
          eventLoop.schedule(this::expireWaiting, Math.max(leftNs, 0), TimeUnit.NANOSECONDS);
    }
  }

  private void expireWaiting() {
    waitTimer = null;
    long now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peekFirst().waitDeadlineNs() - now <= 0) {
      waiting
          .pollFirst()
          .refuse(
              DeliveryStage.LOCAL,
              LocalReplies.waitedTooLong(destination, configuration.waitTimeout()));
    }
    if (!waiting.isEmpty()) {
      watchWaiting();
    }
    retireIfUnused();
  }
}
