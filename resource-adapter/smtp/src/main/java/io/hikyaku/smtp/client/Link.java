package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The channel of a connection: octets out, replies in. Confined to one event loop. */
final class Link extends SimpleChannelInboundHandler<SmtpReply> {

  /** Who hears what comes in. */
  interface Listener {

    void replied(SmtpReply reply);

    /** TLS is up, or cannot be. */
    void encrypted(Throwable failure);

    void writable();

    /** The connection is gone. */
    void lost();

    /** What came is no SMTP. */
    void broken(Throwable cause);
  }

  private final Channel channel;
  private final Listener listener;
  private boolean detached;

  Link(Channel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  /** Begins to listen. */
  void attach() {
    channel.pipeline().addLast(this);
  }

  /** Tells nothing more, and closes. */
  void detach() {
    detached = true;
    var unused = channel.close();
  }

  ByteBuf buffer() {
    return channel.alloc().buffer();
  }

  ByteBuf buffer(int capacity) {
    return channel.alloc().buffer(capacity);
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  ChannelFuture write(ByteBuf out) {
    return channel.writeAndFlush(out);
  }

  void line(String command) {
    ByteBuf out = channel.alloc().buffer();
    ByteBufUtil.writeAscii(out, command);
    ByteBufUtil.writeAscii(out, "\r\n");
    var unused = channel.writeAndFlush(out);
  }

  /**
   * Begins the TLS handshake, unless something has come in the clear that belongs behind it: that
   * may have been put there by someone else, to be taken for what the server says under TLS.
   *
   * @return whether it was begun
   */
  boolean encrypt(SslContext tls, SmtpDestination host, Duration timeout) {
    if (channel.pipeline().get(ReplyDecoder.class).hasMore()) {
      return false;
    }
    SslHandler handler = tls.newHandler(channel.alloc(), host.host(), host.port());
    handler.setHandshakeTimeoutMillis(timeout.toMillis());
    channel.pipeline().addFirst(handler);
    return true;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, SmtpReply reply) {
    if (!detached) {
      listener.replied(reply);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && !detached) {
      listener.encrypted(done.cause());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!detached) {
      listener.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!detached) {
      listener.lost();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (detached) {
      return;
    }
    boolean tls = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    if (cause instanceof IOException || tls) {
      listener.lost();
    } else {
      listener.broken(cause);
    }
  }
}
