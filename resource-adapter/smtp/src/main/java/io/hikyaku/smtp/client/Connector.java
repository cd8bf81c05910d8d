package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Connects to the hosts of a site, each of their addresses in turn, until one answers; and goes on
 * behind it if it is asked to. Confined to one event loop.
 */
final class Connector {

  /** What it tells. */
  interface Listener {

    /** An attempt to connect was begun. */
    void connecting(Channel channel, SmtpDestination host);

    void connected();

    /** No address is left. */
    void notConnected(SmtpReply reply);
  }

  /** RFC 5321 §5.1 wants two at least; Postfix tries as many. */
  private static final int MAX_ADDRESSES = 5;

  private final ClientContext context;
  private final EventLoop eventLoop;
  private final Deque<SmtpDestination> hosts;
  private final Listener listener;
  private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();
  private SmtpDestination host;
  private SmtpReply lastFailure;
  private int tried;

  Connector(ClientContext context, EventLoop eventLoop, SmtpSite site, Listener listener) {
    this.context = context;
    this.eventLoop = eventLoop;
    this.hosts = new ArrayDeque<>(site.hosts());
    this.listener = listener;
  }

  /** Whether there is another address to try. */
  boolean hasNext() {
    return tried < MAX_ADDRESSES && !(addresses.isEmpty() && hosts.isEmpty());
  }

  /** Puts a host in front of those to be tried. */
  void again(SmtpDestination first) {
    hosts.addFirst(first);
    addresses.clear();
    tried = Math.max(0, tried - 1);
  }

  /** Tries the next address. */
  void connectNext() {
    if (!hasNext()) {
      listener.notConnected(lastFailure);
    } else if (addresses.isEmpty()) {
      resolveNext();
    } else {
      connect(addresses.removeFirst());
    }
  }

  private void resolveNext() {
    host = hosts.removeFirst();
    context
        .resolver
        .resolve(host)
        .whenComplete(
            (found, failure) -> {
              if (eventLoop.inEventLoop()) {
                resolved(found, failure);
                return;
              }
              try {
                eventLoop.execute(() -> resolved(found, failure));
              } catch (RejectedExecutionException stopped) {
                // The client was closed and has decided the mail of this connection.
              }
            });
  }

  private void resolved(List<InetSocketAddress> found, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      lastFailure = LocalReplies.unknownHost(host, cause);
    } else {
      addresses.addAll(found);
    }
    connectNext();
  }

  private void connect(InetSocketAddress address) {
    tried++;
    long timeoutMs = context.configuration().timeouts().connect().toMillis();
    ChannelFuture attempt =
        new Bootstrap()
            .group(eventLoop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, timeoutMs))
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    // The connection itself joins once connected: a failed attempt must not end it.
                    opened.pipeline().addLast(new ReplyDecoder());
                  }
                })
            .connect(address);
    listener.connecting(attempt.channel(), host);
    var unused =
        attempt.addListener(
            done -> {
              if (done.isSuccess()) {
                listener.connected();
              } else {
                lastFailure = LocalReplies.notConnected(host, done.cause());
                connectNext();
              }
            });
  }
}
