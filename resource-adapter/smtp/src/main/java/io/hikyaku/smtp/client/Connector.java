package io.hikyaku.smtp.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/** Connects to the first address of a host that answers. Confined to one event loop. */
final class Connector {

  private final ClientContext context;
  private final EventLoop eventLoop;
  private final SmtpDestination destination;
  private final ClientConnection connection;

  Connector(
      ClientContext context,
      EventLoop eventLoop,
      SmtpDestination destination,
      ClientConnection connection) {
    this.context = context;
    this.eventLoop = eventLoop;
    this.destination = destination;
    this.connection = connection;
  }

  void connect() {
    context
        .resolver
        .resolve(destination)
        .whenComplete(
            (addresses, failure) -> {
              if (eventLoop.inEventLoop()) {
                resolved(addresses, failure);
                return;
              }
              try {
                eventLoop.execute(() -> resolved(addresses, failure));
              } catch (RejectedExecutionException stopped) {
                // The client was closed and has decided the mail of this connection.
              }
            });
  }

  private void resolved(List<InetSocketAddress> addresses, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      connection.notConnected(LocalReplies.unknownHost(destination, cause));
    } else {
      connect(addresses, 0);
    }
  }

  private void connect(List<InetSocketAddress> addresses, int index) {
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
            .connect(addresses.get(index));
    connection.connecting(attempt.channel());
    var unused =
        attempt.addListener(
            done -> {
              if (done.isSuccess()) {
                attempt.channel().pipeline().addLast(connection);
                connection.connected();
              } else if (index + 1 < addresses.size() && !connection.closed()) {
                connect(addresses, index + 1);
              } else {
                connection.notConnected(LocalReplies.notConnected(destination, done.cause()));
              }
            });
  }
}
