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

  /** Mails that wait for each connection of a slow site. */
  private static final int SLOW_WAITING = 2;

  private final ClientContext context;
  private final SmtpClientConfiguration configuration;
  private final EventLoop eventLoop;
  private final ConcurrencyWindow window;
  private final SiteHealth health;

  /** Hosts that did not get TLS to work. */
  private final Set<SmtpDestination> withoutTls = new HashSet<>();

  /** With its hosts as the mail that came last has them. */
  private SmtpSite site;

  private final Set<ClientConnection> connections = new HashSet<>();

  /** The one used last comes first, so that those not needed age and are closed. */
  private final Deque<ClientConnection> idle = new ArrayDeque<>();

  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private ScheduledFuture<?> waitTimer;
  private ScheduledFuture<?> retireTimer;
  private boolean retired;

  DestinationPool(ClientContext context, SmtpSite site, EventLoop eventLoop) {
    this.context = context;
    this.configuration = context.configuration();
    this.site = site;
    this.eventLoop = eventLoop;
    this.window =
        new ConcurrencyWindow(
            configuration.initialConnectionsPerDestination(),
            configuration.maxConnectionsPerDestination());
    this.health = new SiteHealth(configuration.deadTime());
  }

  EventLoop executor() {
    return eventLoop;
  }

  ClientContext context() {
    return context;
  }

  SmtpSite site() {
    return site;
  }

  SiteHealth health() {
    return health;
  }

  /** Whether TLS may be tried with a host. */
  boolean mayEncrypt(SmtpDestination host) {
    return !withoutTls.contains(host);
  }

  /** TLS with this host failed: it is talked to in the clear as long as this pool lives. */
  void doNotEncrypt(SmtpDestination host) {
    withoutTls.add(host);
  }

  /** A connection has come to the point where mails can be sent. */
  void reached() {
    health.reached();
  }

  /** A connection was lost, or never came to be. */
  void connectionFailed() {
    window.failed();
  }

  /** Sends a mail over an idle or a new connection, or lets it wait, or refuses it for now. */
  void submit(Delivery delivery) {
    Outcome dead = health.deadBy();
    if (retired) {
      // It went between the look-up and now; the client makes a new pool.
      context.submit(delivery);
    } else if (context.stopping()) {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.STOPPING);
      retireIfUnused();
    } else if (dead != null) {
      delivery.finish(dead);
    } else {
      site = delivery.site();
      health.begun();
      delivery.onFinished(tookNs -> finished(tookNs, delivery.reachedSome()));
      place(delivery, false);
    }
  }

  private void finished(long tookNs, boolean reachedSome) {
    health.finished(tookNs);
    if (reachedSome) {
      window.succeeded();
    }
    if (!waiting.isEmpty() && connections.size() < window.limit() && !context.stopping()) {
      place(waiting.pollFirst(), true);
    }
  }

  /** How many mails may wait: few for a site that is slow, as they would wait for long. */
  private int maxWaiting() {
    return health.isSlow()
        ? Math.min(SLOW_WAITING * window.limit(), configuration.maxWaitingPerDestination())
        : configuration.maxWaitingPerDestination();
  }

  private void place(Delivery delivery, boolean first) {
    ClientConnection connection = idle.pollFirst();
    if (connection != null) {
      context.counters.connectionsIdle.decrementAndGet();
      if (!connection.send(delivery)) {
        free(connection);
      }
    } else if (connections.size() < window.limit() && context.takeConnection()) {
      open(delivery);
    } else if (connections.isEmpty()) {
      // Nothing here would ever end and make room for it.
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.TOO_MANY_CONNECTIONS);
      retireIfUnused();
    } else if (first) {
      waiting.addFirst(delivery);
      watchWaiting();
    } else if (waiting.size() < maxWaiting()) {
      waiting.addLast(delivery);
      watchWaiting();
    } else {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.tooManyWaiting(site, waiting.size()));
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
    if (!waiting.isEmpty() && connections.size() < window.limit() && !retired) {
      place(waiting.pollFirst(), true);
    }
    retireIfUnused();
  }

  /**
   * A new connection failed before it could take a mail. If no other one works, the destination is
   * down, and those who wait need not find out one by one. They are to be tried again, even where
   * it was refused for good: the server said so of no mail of theirs.
   */
  void unreachable(Outcome failure) {
    if (connections.stream().noneMatch(ClientConnection::established)) {
      Outcome outcome = failure.ofOthers();
      List<Delivery> hopeless = new ArrayList<>(waiting);
      waiting.clear();
      hopeless.forEach(delivery -> delivery.finish(outcome));
      health.unreachable(outcome);
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
      long deadForNs = health.deadForNs();
      if (deadForNs > 0 && !context.stopping()) {
        // what is known of it would go with it
        if (retireTimer != null) {
          retireTimer.cancel(false);
        }
        retireTimer = eventLoop.schedule(this::retireIfUnused, deadForNs + 1, TimeUnit.NANOSECONDS);
        return;
      }
      retired = true;
      if (waitTimer != null) {
        waitTimer.cancel(false);
      }
      context.pools.remove(site.name(), this);
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
              DeliveryStage.LOCAL, LocalReplies.waitedTooLong(site, configuration.waitTimeout()));
    }
    if (!waiting.isEmpty()) {
      watchWaiting();
    }
    retireIfUnused();
  }
}
