package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection to a site, from connecting to the last mail. Confined to the event loop of its
 * pool. What is said stands in {@link Handshake} and {@link MailExchange}.
 */
final class ClientConnection
    implements Connector.Listener, Link.Listener, Handshake.Listener, MailExchange.Listener {

  private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(5);

  private enum State {
    CONNECTING,
    /** Up to EHLO and TLS. */
    GREETING,
    /** Mails can be sent. */
    OPEN,
    QUITTING,
    CLOSED
  }

  private final DestinationPool pool;
  private final ClientContext context;
  private final SmtpClientTimeouts timeouts;
  private final Connector connector;
  private final ReplyWatch watch;

  private State state = State.CONNECTING;
  private SmtpDestination host;
  private Channel channel;
  private Link link;
  private Handshake handshake;
  private MailExchange mails;

  /** The mail the connection is made for; null once it is sent. */
  private Delivery firstDelivery;

  ClientConnection(DestinationPool pool, Delivery firstDelivery) {
    this.pool = pool;
    this.context = pool.context();
    this.timeouts = context.configuration().timeouts();
    this.firstDelivery = firstDelivery;
    this.host = pool.site().hosts().get(0);
    this.connector = new Connector(context, pool.executor(), pool.site(), this);
    this.watch = new ReplyWatch(pool.executor(), this::silent);
  }

  /** Whether the server has taken our EHLO or HELO and is not being left. */
  boolean established() {
    return state == State.OPEN;
  }

  void connect() {
    connector.connectNext();
  }

  // ---- connecting

  @Override
  public void connecting(Channel attempted, SmtpDestination to) {
    host = to;
    channel = attempted;
    if (state == State.CLOSED) {
      var unused = attempted.close();
    }
  }

  @Override
  public void connected() {
    if (state != State.CONNECTING) {
      var unused = channel.close();
      return;
    }
    state = State.GREETING;
    link = new Link(channel, this);
    Optional<SslContext> tls = pool.mayEncrypt(host) ? context.tls() : Optional.empty();
    handshake = new Handshake(context, link, host, tls, this);
    watch.start(timeouts.greeting());
    link.attach();
  }

  @Override
  public void notConnected(SmtpReply reply) {
    fail(DeliveryStage.CONNECT, reply, true);
  }

  /** This host will not do, but another of the site may (RFC 5321 §5.1). */
  private boolean tryNextHost() {
    if (state != State.GREETING || !connector.hasNext() || context.stopping()) {
      return false;
    }
    watch.stop();
    link.detach();
    state = State.CONNECTING;
    connector.connectNext();
    return true;
  }

  // ---- the handshake

  @Override
  public void ready(ServerExtensions extensions) {
    state = State.OPEN;
    pool.reached();
    mails =
        new MailExchange(link, extensions, context.configuration(), pool::nextWaiting, watch, this);
    Delivery delivery = firstDelivery;
    firstDelivery = null;
    if (!send(delivery)) {
      idle();
    }
  }

  @Override
  public void notEncrypted() {
    pool.doNotEncrypt(host);
    connector.again(host);
    if (!tryNextHost()) {
      fail(DeliveryStage.HELLO, LocalReplies.connectionLost(host, DeliveryStage.HELLO), true);
    }
  }

  @Override
  public void encrypted(Throwable failure) {
    handshake.encrypted(failure);
  }

  @Override
  public void refused(DeliveryStage stage, SmtpReply reply) {
    if (!tryNextHost()) {
      fail(stage, reply, false);
    }
  }

  // ---- mails

  /** Sends a mail; false if it was decided at once. The connection has nothing under way. */
  boolean send(Delivery delivery) {
    delivery.reached(host);
    return mails.send(delivery);
  }

  /** Gets the next mail, or leaves. */
  @Override
  public void idle() {
    if (mails.usedUp()) {
      quit();
    } else {
      watch.start(context.configuration().keepAlive());
      pool.free(this);
    }
  }

  // ---- the link

  @Override
  public void replied(SmtpReply reply) {
    switch (state) {
      case GREETING -> {
        watch.start(timeouts.greeting());
        handshake.replied(reply);
      }
      case OPEN -> mails.received(reply);
      case QUITTING -> {
        var unused = channel.close();
      }
      default -> {}
    }
  }

  @Override
  public void writable() {
    if (state == State.OPEN) {
      mails.writeContent();
    }
  }

  @Override
  public void lost() {
    if (state == State.GREETING && handshake.encrypting()) {
      notEncrypted();
      return;
    }
    DeliveryStage stage = stage();
    SmtpReply reply = LocalReplies.connectionLost(host, stage);
    if (!tryNextHost()) {
      fail(stage, reply, true);
    }
  }

  @Override
  public void broken(Throwable cause) {
    SmtpReply reply = LocalReplies.protocolError(host, cause);
    if (!tryNextHost()) {
      fail(stage(), reply, true);
    }
  }

  // ---- silence and ends

  private DeliveryStage stage() {
    return switch (state) {
      case CONNECTING -> DeliveryStage.CONNECT;
      case GREETING -> handshake.stage();
      default -> mails == null ? DeliveryStage.CONNECT : mails.stage();
    };
  }

  /** Nothing was heard for as long as was to be waited. */
  private void silent() {
    if (state == State.QUITTING) {
      var unused = channel.close();
    } else if (state == State.OPEN && mails.isIdle()) {
      quit();
    } else {
      DeliveryStage stage = stage();
      Duration waited = state == State.OPEN ? mails.timeout(stage) : timeouts.greeting();
      if (!tryNextHost()) {
        fail(stage, LocalReplies.timedOut(host, stage, waited), true);
      }
    }
  }

  /** Leaves politely; the connection has nothing under way. */
  void quit() {
    pool.leaveIdle(this);
    state = State.QUITTING;
    watch.start(QUIT_TIMEOUT);
    link.line("QUIT");
  }

  /** Closes at once, whatever is under way. */
  void abort() {
    fail(stage(), LocalReplies.STOPPING, true);
  }

  private void fail(DeliveryStage stage, SmtpReply reply, boolean local) {
    if (state == State.CLOSED) {
      return;
    }
    boolean wasOpen = state == State.OPEN;
    boolean quitting = state == State.QUITTING;
    state = State.CLOSED;
    watch.stop();
    if (channel != null) {
      var unused = channel.close();
    }
    pool.leaveIdle(this);
    if (!quitting && (!wasOpen || !mails.isIdle())) {
      context.counters.connectionsFailed.increment();
      pool.connectionFailed();
    }
    if (firstDelivery != null) {
      Outcome outcome =
          local ? Outcome.local(Outcome.Kind.TEMPORARY, stage, reply) : Outcome.ended(stage, reply);
      Delivery delivery = firstDelivery;
      firstDelivery = null;
      delivery.reached(host);
      delivery.finish(outcome);
      pool.unreachable(outcome);
    }
    if (mails != null) {
      mails.fail(stage, reply, local).forEach(pool::retryStale);
    }
    pool.closed(this);
  }
}
