package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Moves octets and replies between a channel and its {@link SmtpSession}.
 *
 * <p>Nothing piles up: reading is suspended while the session waits with input left over, and while
 * the client does not fetch its replies; replies to what one read brought go out in one write.
 */
final class SessionHandler extends ChannelInboundHandlerAdapter implements SmtpSession.Wire {

  private static final int SCRATCH_OCTETS = 1 << 16;
  private static final byte[] NOTHING = {};

  /**
   * Silence is measured in quarters of the idle timeout, so a timeout is at most a quarter late.
   */
  private static final int IDLE_CHECKS = 4;

  /** How long a closing connection is read on, so that the client hears its last reply. */
  private static final long LINGER_MS = 2000;

  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[SCRATCH_OCTETS];
        }
      };

  private final ServerContext context;
  private ChannelHandlerContext channel;
  private SmtpSession session;
  private InetAddress address;

  /** Replies not sent yet, or null. */
  private ByteBuf output;

  private byte[] waitingInput = NOTHING;
  private boolean inputEnded;
  private boolean closing;
  private boolean lingers;
  private boolean tlsStarts;
  private boolean encrypted;
  private int quietChecks;
  private ScheduledFuture<?> idleTimer;

  SessionHandler(ServerContext context) {
    this.context = context;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel = ctx;
    InetSocketAddress peer =
        ctx.channel().remoteAddress() instanceof InetSocketAddress inet
            ? inet
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    session = new SmtpSession(context, this, peer);
    boolean known = context.configuration().security().relay().isAllowed(peer);
    Optional<SmtpReply> refusal = context.limits.enter(peer.getAddress(), known);
    if (refusal.isPresent()) {
      context.counters.connectionsRefused.increment();
      session.end(refusal.get());
    } else {
      address = peer.getAddress();
      context.counters.connectionsAccepted.increment();
      context.sessions.add(this);
      session.greet();
      watchIdle();
      if (context.stopping()) {
        session.stop();
      }
    }
    flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (address != null) {
      context.limits.leave(address);
      context.sessions.remove(this);
      address = null;
    }
    if (idleTimer != null) {
      idleTimer.cancel(false);
    }
    if (session != null) {
      session.disconnected();
    }
    waitingInput = NOTHING;
    if (output != null) {
      output.release();
      output = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf input = (ByteBuf) message;
    try {
      if (waitingInput.length > 0 || session.waiting()) {
        keep(input);
      } else if (!closing) {
        process(input);
      }
    } finally {
      input.release();
    }
    flush();
  }

  /** Handles the event loop's request to stop: see {@link SmtpSession#stop()}. */
  void stop() {
    channel
        .executor()
        .execute(
            () -> {
              session.stop();
              flush();
            });
  }

  private void process(ByteBuf input) {
    byte[] scratch = SCRATCH.get();
    while (input.isReadable() && !tlsStarts) {
      int octets = Math.min(input.readableBytes(), scratch.length);
      input.readBytes(scratch, 0, octets);
      InputBlock block = new InputBlock(scratch, 0, octets);
      session.receive(block);
      if (!block.isEmpty()) {
        waitingInput = new byte[block.limit - block.position + input.readableBytes()];
        int rest = block.limit - block.position;
        System.arraycopy(scratch, block.position, waitingInput, 0, rest);
        input.readBytes(waitingInput, rest, input.readableBytes());
      }
    }
  }

  /** Bounded by one read, as reading is suspended once there is something here. */
  private void keep(ByteBuf input) {
    byte[] joined = new byte[waitingInput.length + input.readableBytes()];
    System.arraycopy(waitingInput, 0, joined, 0, waitingInput.length);
    input.readBytes(joined, waitingInput.length, input.readableBytes());
    waitingInput = joined;
  }

  @Override
  public void resume() {
    byte[] input = waitingInput;
    waitingInput = NOTHING;
    InputBlock block = new InputBlock(input, 0, input.length);
    session.receive(block);
    if (!block.isEmpty()) {
      waitingInput = Arrays.copyOfRange(input, block.position, block.limit);
    }
    flush();
  }

  @Override
  public void reply(SmtpReply reply) {
    if (output == null) {
      output = channel.alloc().buffer();
    }
    ReplyEncoder.encode(reply, output);
  }

  @Override
  public void startTls() {
    tlsStarts = true;
    waitingInput = NOTHING;
  }

  @Override
  public void closeAfterReplies(boolean mayLinger) {
    closing = true;
    lingers = mayLinger;
  }

  @Override
  public EventExecutor executor() {
    return channel.executor();
  }

  private void flush() {
    ByteBuf replies = output;
    output = null;
    if (inputEnded && !session.waiting()) {
      closing = true;
    }
    if (replies != null) {
      var written = channel.writeAndFlush(replies);
      if (closing) {
        var unused = written.addListener(done -> linger());
      }
    } else if (closing) {
      linger();
    }
    if (tlsStarts) {
      addTls();
    }
    updateReading();
  }

  /** In front of this handler, and behind the reply, which went out in the clear. */
  private void addTls() {
    tlsStarts = false;
    encrypted = true;
    SslContext tls = context.configuration().security().tls().orElseThrow();
    channel.pipeline().addFirst(tls.newHandler(channel.alloc()));
  }

  private void updateReading() {
    boolean wanted = closing || (waitingInput.length == 0 && channel.channel().isWritable());
    if (wanted != channel.channel().config().isAutoRead()) {
      var unused = channel.channel().config().setAutoRead(wanted);
    }
  }

  /**
   * Ends the output and reads on for a while: closing with input unread would reset the connection,
   * and the client would lose the last reply. One that said QUIT has nothing more to send.
   */
  private void linger() {
    // a half-closed TLS connection is none (RFC 8446 §6.1): its close follows the last reply
    if (!lingers
        || inputEnded
        || encrypted
        || !(channel.channel() instanceof DuplexChannel duplex)) {
      var unused = channel.close();
    } else if (!duplex.isOutputShutdown()) {
      var unused = duplex.shutdownOutput();
      var unusedTimer =
          channel.executor().schedule(this::closeNow, LINGER_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeNow() {
    var unused = channel.close();
  }

  private void watchIdle() {
    long period = Math.max(1, context.configuration().idleTimeout().toNanos() / IDLE_CHECKS);
    idleTimer =
        channel
            .executor()
            .scheduleWithFixedDelay(this::checkIdle, period, period, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    if (session.overdue()) {
      context.counters.idleTimeouts.increment();
      session.end(Replies.TOO_LONG_WITHOUT_MAIL);
      flush();
    } else if (session.takeProgress() || session.waiting()) {
      quietChecks = 0;
    } else if (++quietChecks >= IDLE_CHECKS) {
      context.counters.idleTimeouts.increment();
      session.end(Replies.IDLE);
      flush();
      if (!channel.channel().isWritable()) {
        var unused = channel.close();
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    updateReading();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      flush();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // a client that fails the TLS handshake, or hangs up within it, is nothing to act on
    if (!(cause instanceof IOException) && !(cause.getCause() instanceof SSLException)) {
      context.log.sessionFailed(cause);
    }
    var unused = ctx.close();
  }
}
