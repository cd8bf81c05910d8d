package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/**
 * One connection to a server, from connecting to the last mail. Confined to the event loop of its
 * pool.
 *
 * <p>Replies come in the order of the commands (RFC 5321 §4.1, RFC 2920 §3.1), so a queue says what
 * the next one belongs to. If the server pipelines, the whole envelope goes out in one write; and
 * behind the content of a mail, in the same write, goes the envelope of the next one that waits
 * (RFC 2920 §3.1 allows content to be the first of a group).
 */
final class ClientConnection extends SimpleChannelInboundHandler<SmtpReply> {

  private static final int BLOCK_OCTETS = 1 << 15;
  private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(5);

  private enum State {
    CONNECTING,
    GREETING,
    EHLO,
    HELO,
    /** Mails can be sent. */
    OPEN,
    QUITTING,
    CLOSED
  }

  /** What a reply will be for: a command by its number in the transaction, or the end of data. */
  private record Expected(Transaction transaction, int command) {
    static final int FINAL_DOT = -2;
    static final int LONE_DOT = -3;
  }

  private final DestinationPool pool;
  private final ClientContext context;
  private final SmtpClientTimeouts timeouts;
  private final SmtpDestination destination;
  private final ReplyWatch watch;

  private State state = State.CONNECTING;
  private Channel channel;

  /** The mail the connection is made for; null once it is sent. */
  private Delivery firstDelivery;

  private ServerExtensions extensions = ServerExtensions.NONE;
  private final Deque<Expected> expected = new ArrayDeque<>();

  /** Mails on this connection: one, and perhaps the next one behind it. */
  private final Deque<Transaction> active = new ArrayDeque<>();

  /** The content being written, or null. */
  private ContentEncoder content;

  /** The last mail ended without data, so the server has its envelope still. */
  private boolean resetFirst;

  private int mails;

  /**
   * How often a mail was finished: a mail that dies before its first reply on a connection that had
   * worked before may have met a stale one.
   */
  private int finished;

  ClientConnection(DestinationPool pool, Delivery firstDelivery) {
    this.pool = pool;
    this.context = pool.context();
    this.timeouts = context.configuration().timeouts();
    this.destination = pool.destination();
    this.firstDelivery = firstDelivery;
    this.watch = new ReplyWatch(pool.executor(), this::silent);
  }

  /** Whether the server has taken our EHLO or HELO and is not being left. */
  boolean established() {
    return state == State.OPEN;
  }

  boolean closed() {
    return state == State.CLOSED;
  }

  // ---- connecting

  void connect() {
    new Connector(context, pool.executor(), destination, this).connect();
  }

  /** An attempt to connect was begun. */
  void connecting(Channel attempted) {
    channel = attempted;
    if (state == State.CLOSED) {
      var unused = attempted.close();
    }
  }

  void connected() {
    if (state == State.CONNECTING) {
      state = State.GREETING;
      watch.start(timeouts.greeting());
    } else {
      var unused = channel.close();
    }
  }

  void notConnected(SmtpReply reply) {
    fail(DeliveryStage.CONNECT, reply);
  }

  // ---- mails

  /** Sends a mail; false if it was decided at once. The connection has nothing under way. */
  boolean send(Delivery delivery) {
    ByteBuf out = channel.alloc().buffer();
    boolean begun = begin(delivery, out);
    if (begun) {
      var unused = flush(out);
    } else {
      out.release();
    }
    return begun;
  }

  /** Appends the first commands of a mail to {@code out}; false if the mail is decided already. */
  private boolean begin(Delivery delivery, ByteBuf out) {
    int octets = delivery.mail().content().length;
    if (!extensions.takes(octets)) {
      delivery.finish(
          Outcome.local(
              Outcome.Kind.PERMANENT,
              DeliveryStage.LOCAL,
              LocalReplies.tooLarge(octets, extensions.maxSize())));
      return false;
    }
    Transaction transaction = new Transaction(delivery, extensions);
    active.addLast(transaction);
    mails++;
    int first = resetFirst ? Transaction.RESET : Transaction.MAIL;
    resetFirst = false;
    int last = extensions.pipelining() ? transaction.dataCommand() : first;
    for (int command = first; command <= last; command++) {
      transaction.encode(command, out);
      expected.addLast(new Expected(transaction, command));
    }
    return true;
  }

  /** Gets the next mail, or leaves. */
  private void next() {
    if (mails >= context.configuration().maxMailsPerConnection()) {
      quit();
    } else {
      watch.start(context.configuration().keepAlive());
      pool.free(this);
    }
  }

  private void replied(Expected to, SmtpReply reply) {
    Transaction transaction = to.transaction();
    switch (to.command()) {
      case Transaction.RESET -> {
        if (reply.isPositive()) {
          lockstep(transaction, to.command());
        } else {
          fail(DeliveryStage.MAIL, reply);
        }
      }
      case Expected.FINAL_DOT ->
          finish(transaction, Outcome.replied(DeliveryStage.FINAL_DOT, reply), false);
      case Expected.LONE_DOT -> finish(transaction, null, false);
      default -> {
        if (to.command() == transaction.dataCommand()) {
          dataReplied(transaction, reply);
        } else {
          transaction.answer(to.command(), reply);
          lockstep(transaction, to.command());
        }
      }
    }
  }

  /** Without PIPELINING, sends the next command when there is a point in it. */
  private void lockstep(Transaction transaction, int answered) {
    if (extensions.pipelining()) {
      return;
    }
    int next = answered + 1;
    if (transaction.senderRefused()
        || (next == transaction.dataCommand() && !transaction.hasRecipients())) {
      finish(transaction, null, true);
      return;
    }
    ByteBuf out = channel.alloc().buffer();
    transaction.encode(next, out);
    expected.addLast(new Expected(transaction, next));
    var unused = flush(out);
  }

  private void dataReplied(Transaction transaction, SmtpReply reply) {
    if (reply.code() != 354) {
      Outcome rest =
          reply.code() < 400
              ? Outcome.local(Outcome.Kind.TEMPORARY, DeliveryStage.DATA, LocalReplies.SERVER_LIED)
              : Outcome.replied(DeliveryStage.DATA, reply);
      finish(transaction, rest, true);
    } else if (transaction.hasRecipients()) {
      content = new ContentEncoder(transaction.delivery().mail().content());
      writeContent();
    } else {
      // RFC 2920 §3.1: the server waits for data although nobody is to get it.
      ByteBuf out = channel.alloc().buffer();
      ByteBufUtil.writeAscii(out, ".\r\n");
      expected.addLast(new Expected(transaction, Expected.LONE_DOT));
      var unused = flush(out);
    }
  }

  /**
   * Writes as much content as the connection takes now, and the final dot behind the last of it.
   */
  private void writeContent() {
    while (content != null && channel.isWritable()) {
      ByteBuf out = channel.alloc().buffer(BLOCK_OCTETS / 16);
      content.encode(out, BLOCK_OCTETS);
      boolean last = content.atEnd();
      Transaction transaction = active.peekLast();
      if (last) {
        content = null;
        expected.addLast(new Expected(transaction, Expected.FINAL_DOT));
        if (extensions.pipelining() && mails < context.configuration().maxMailsPerConnection()) {
          beginBehind(out);
        }
      }
      ChannelFuture written = flush(out);
      if (last) {
        transaction.finalDot(written);
      } else {
        var unused = written.addListener(done -> watch.restart());
      }
    }
  }

  /** Sends the envelope of a waiting mail along, to save a round trip. */
  private void beginBehind(ByteBuf out) {
    boolean begun = false;
    Delivery waiting;
    while (!begun && (waiting = pool.nextWaiting()) != null) {
      begun = begin(waiting, out);
    }
  }

  /**
   * A mail is done.
   *
   * @param rest the outcome of those not decided yet; null if there are none
   * @param reset whether the server still has its envelope
   */
  private void finish(Transaction transaction, Outcome rest, boolean reset) {
    active.remove(transaction);
    finished++;
    resetFirst = reset;
    transaction.delivery().finish(rest);
    if (active.isEmpty()) {
      next();
    }
  }

  // ---- the channel

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, SmtpReply reply) {
    switch (state) {
      case GREETING -> {
        if (reply.isPositive()) {
          hello(State.EHLO, "EHLO ");
        } else {
          failReplied(DeliveryStage.GREETING, reply);
        }
      }
      case EHLO -> {
        if (reply.isPositive()) {
          extensions = ServerExtensions.of(reply);
          open();
        } else if (reply.isPermanent()) {
          hello(State.HELO, "HELO ");
        } else {
          failReplied(DeliveryStage.HELLO, reply);
        }
      }
      case HELO -> {
        if (reply.isPositive()) {
          open();
        } else {
          failReplied(DeliveryStage.HELLO, reply);
        }
      }
      case OPEN -> openReplied(reply);
      case QUITTING -> {
        var unused = channel.close();
      }
      default -> {}
    }
  }

  private void openReplied(SmtpReply reply) {
    Expected to = expected.peekFirst();
    if (reply.code() == 421 || to == null) {
      // 421 may come at any time (RFC 5321 §3.8). Any other reply that nothing was asked for comes
      // while content is being sent, as a refusal of it, or is nonsense.
      failReplied(currentStage(), reply);
      return;
    }
    expected.removeFirst();
    watch.restart();
    replied(to, reply);
    if (state == State.OPEN && (!expected.isEmpty() || content != null)) {
      watch.start(timeout(currentStage()));
    }
  }

  private void hello(State next, String command) {
    state = next;
    watch.start(timeouts.greeting());
    ByteBuf out = channel.alloc().buffer();
    ByteBufUtil.writeAscii(out, command);
    ByteBufUtil.writeAscii(out, context.configuration().heloName());
    ByteBufUtil.writeAscii(out, "\r\n");
    var unused = flush(out);
  }

  private void open() {
    state = State.OPEN;
    Delivery delivery = firstDelivery;
    firstDelivery = null;
    if (!send(delivery)) {
      next();
    }
  }

  private ChannelFuture flush(ByteBuf out) {
    if (state == State.OPEN && (!expected.isEmpty() || content != null)) {
      watch.start(timeout(currentStage()));
    }
    return channel.writeAndFlush(out);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == State.OPEN) {
      writeContent();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    DeliveryStage stage = currentStage();
    fail(stage, LocalReplies.connectionLost(destination, stage));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      DeliveryStage stage = currentStage();
      fail(stage, LocalReplies.connectionLost(destination, stage));
    } else {
      fail(currentStage(), LocalReplies.protocolError(destination, cause));
    }
  }

  // ---- silence and ends

  private DeliveryStage currentStage() {
    return switch (state) {
      case CONNECTING -> DeliveryStage.CONNECT;
      case GREETING -> DeliveryStage.GREETING;
      case EHLO, HELO -> DeliveryStage.HELLO;
      default -> {
        Expected to = expected.peekFirst();
        if (to == null) {
          yield content == null ? DeliveryStage.LOCAL : DeliveryStage.CONTENT;
        }
        yield to.command() < 0 ? DeliveryStage.FINAL_DOT : to.transaction().stageOf(to.command());
      }
    };
  }

  private Duration timeout(DeliveryStage stage) {
    return switch (stage) {
      case LOCAL, CONNECT, GREETING, HELLO -> timeouts.greeting();
      case MAIL, RECIPIENT -> timeouts.command();
      case DATA -> timeouts.data();
      case CONTENT -> timeouts.block();
      case FINAL_DOT -> timeouts.finalDot();
    };
  }

  /** Nothing was heard for as long as was to be waited. */
  private void silent() {
    if (state == State.QUITTING) {
      var unused = channel.close();
    } else if (state == State.OPEN && active.isEmpty() && expected.isEmpty()) {
      quit();
    } else {
      DeliveryStage stage = currentStage();
      fail(stage, LocalReplies.timedOut(destination, stage, timeout(stage)));
    }
  }

  /** Leaves politely; the connection has nothing under way. */
  void quit() {
    pool.leaveIdle(this);
    state = State.QUITTING;
    watch.start(QUIT_TIMEOUT);
    ByteBuf out = channel.alloc().buffer();
    ByteBufUtil.writeAscii(out, "QUIT\r\n");
    var unused = flush(out);
  }

  /** Closes at once, whatever is under way. */
  void abort() {
    fail(currentStage(), LocalReplies.STOPPING);
  }

  /** The server's own words end the connection. */
  private void failReplied(DeliveryStage stage, SmtpReply reply) {
    fail(stage, reply, false);
  }

  /** This client finds the connection to be of no more use. */
  private void fail(DeliveryStage stage, SmtpReply reply) {
    fail(stage, reply, true);
  }

  private void fail(DeliveryStage stage, SmtpReply reply, boolean local) {
    if (state == State.CLOSED) {
      return;
    }
    boolean wasOpen = state == State.OPEN;
    boolean quitting = state == State.QUITTING;
    state = State.CLOSED;
    watch.stop();
    content = null;
    if (channel != null) {
      var unused = channel.close();
    }
    pool.leaveIdle(this);
    if (!quitting && (!wasOpen || !active.isEmpty())) {
      context.counters.connectionsFailed.increment();
    }
    failMails(stage, reply, local);
    pool.closed(this);
  }

  private void failMails(DeliveryStage stage, SmtpReply reply, boolean local) {
    if (firstDelivery != null) {
      Delivery delivery = firstDelivery;
      firstDelivery = null;
      delivery.finish(outcome(stage, reply, local));
      pool.unreachable(outcome(stage, reply, local));
    }
    boolean first = true;
    for (Transaction transaction : new ArrayList<>(active)) {
      active.remove(transaction);
      Delivery delivery = transaction.delivery();
      if (!transaction.answered() && finished + (first ? 0 : 1) > 0 && delivery.retry()) {
        pool.retryStale(delivery);
      } else if (first && !local) {
        delivery.finish(outcome(stage, reply, false));
      } else {
        delivery.finish(transaction.interrupted(first ? stage : DeliveryStage.MAIL, reply));
      }
      first = false;
    }
  }

  private static Outcome outcome(DeliveryStage stage, SmtpReply reply, boolean local) {
    if (local) {
      return Outcome.local(Outcome.Kind.TEMPORARY, stage, reply);
    }
    Outcome replied = Outcome.replied(stage, reply);
    // A positive reply to nothing delivers nothing.
    return replied.kind() == Outcome.Kind.DELIVERED
        ? new Outcome(Outcome.Kind.TEMPORARY, stage, reply, false)
        : replied;
  }
}
