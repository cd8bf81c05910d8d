package io.hikyaku.smtp.server;

import io.hikyaku.smtp.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An SMTP server that listens from {@link #start} to {@link #close}. Thread-safe.
 *
 * <p>It has a few event loop threads of its own, named {@code hikyaku-smtp-server-…}, however many
 * sessions there are; they are gone when {@link #close} returns.
 */
public final class SmtpServer implements AutoCloseable {

  private static final int BACKLOG = 4096;
  private static final long POLL_MS = 10;

  private final ServerContext context;
  private final EventLoops eventLoops;
  private final Channel listener;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SmtpServer(ServerContext context, EventLoops eventLoops, Channel listener) {
    this.context = context;
    this.eventLoops = eventLoops;
    this.listener = listener;
  }

  /**
   * Starts listening; returns when clients can connect.
   *
   * @throws IllegalArgumentException if the configuration has faults, naming all of them
   * @throws SmtpBindException if the address and port cannot be listened on
   */
  public static SmtpServer start(SmtpServerConfiguration configuration, MailReceiver receiver) {
    return start(configuration, receiver, Clock.systemUTC());
  }

  static SmtpServer start(
      SmtpServerConfiguration configuration, MailReceiver receiver, Clock clock) {
    List<String> faults = configuration.faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("SMTP server configuration: " + String.join("; ", faults));
    }
    ServerContext context = new ServerContext(configuration, receiver, clock);
    EventLoops eventLoops =
        EventLoops.start("hikyaku-smtp-server", configuration.eventLoopThreads());
    ChannelFuture bound = bind(eventLoops, context).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      eventLoops.stop();
      throw new SmtpBindException(configuration.bindAddress(), configuration.port(), bound.cause());
    }
    SmtpServer server = new SmtpServer(context, eventLoops, bound.channel());
    context.log.listening(configuration.bindAddress(), server.port());
    EventLoops.forgetThread();
    return server;
  }

  private static ChannelFuture bind(EventLoops eventLoops, ServerContext context) {
    SmtpServerConfiguration configuration = context.configuration();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoops.group())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            // A client may end its output and still wait for its replies.
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new SessionHandler(context));
                  }
                });
    // On an event loop thread, as Netty leaves thread locals behind in whatever thread binds, and
    // the caller's may outlive the class loader of this class.
    return CompletableFuture.supplyAsync(
            () ->
                bootstrap.bind(
                    new InetSocketAddress(configuration.bindAddress(), configuration.port())),
            eventLoops.next())
        .join();
  }

  /** The port listened on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** The counters now. */
  public SmtpServerStatistics statistics() {
    return context.statistics();
  }

  /**
   * Stops: takes no more connections, tells idle sessions 421, lets those that are sending a mail
   * or waiting for its reply finish within the drain timeout, and closes the rest. Blocks until all
   * threads of the server have ended. Idempotent; not to be called on an event loop thread.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    context.stop();
    listener.close().awaitUninterruptibly();
    context.sessions.forEach(SessionHandler::stop);
    awaitSessions();
    eventLoops.stop();
    context.configuration().security().authenticator().ifPresent(Authenticator::close);
  }

  private void awaitSessions() {
    long drainMs = context.configuration().drainTimeout().toMillis();
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMs);
    try {
      while (!context.sessions.isEmpty() && System.nanoTime() - deadlineNs < 0) {
        Thread.sleep(POLL_MS);
      }
    } catch (InterruptedException interrupted) {
      // Whoever interrupts wants this to end now, but still without leaving threads behind.
      Thread.currentThread().interrupt();
    }
    int left = context.sessions.size();
    if (left > 0) {
      context.log.cutOff(left, drainMs);
    }
  }
}
