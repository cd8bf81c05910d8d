package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Mails on one connection. Confined to its event loop.
 *
 * <p>Replies come in the order of the commands (RFC 5321 §4.1, RFC 2920 §3.1), so a queue says what
 * the next one belongs to. If the server pipelines, the whole envelope goes out in one write; and
 * behind the content of a mail, in the same write, goes the envelope of the next one that waits
 * (RFC 2920 §3.1 allows content to be the first of a group).
 */
final class MailExchange {

  private static final int BLOCK_OCTETS = 1 << 15;

  /** What it tells. */
  interface Listener {

    /** Nothing is under way any more. */
    void idle();

    /** The server's words end the connection. */
    void refused(DeliveryStage stage, SmtpReply reply);
  }

  /** What a reply will be for: a command by its number in the transaction, or the end of data. */
  private record Expected(Transaction transaction, int command) {
    static final int FINAL_DOT = -2;
    static final int LONE_DOT = -3;
  }

  private final Link link;
  private final ServerExtensions extensions;
  private final SmtpClientTimeouts timeouts;
  private final int maxMails;
  private final long usedUpAtNs;
  private final Supplier<Delivery> waiting;
  private final ReplyWatch watch;
  private final Listener listener;

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

  /**
   * @param waiting gives the next mail that waits, or null
   * @param watch told how long to wait for what comes next
   */
  MailExchange(
      Link link,
      ServerExtensions extensions,
      SmtpClientConfiguration configuration,
      Supplier<Delivery> waiting,
      ReplyWatch watch,
      Listener listener) {
    this.link = link;
    this.extensions = extensions;
    this.timeouts = configuration.timeouts();
    this.maxMails = configuration.maxMailsPerConnection();
    this.usedUpAtNs = System.nanoTime() + configuration.maxConnectionTime().toNanos();
    this.waiting = waiting;
    this.watch = watch;
    this.listener = listener;
  }

  boolean isIdle() {
    return active.isEmpty() && expected.isEmpty();
  }

  /** Whether the connection has had as many mails, or as much time, as it may have. */
  boolean usedUp() {
    return mails >= maxMails || System.nanoTime() - usedUpAtNs > 0;
  }

  /** Sends a mail; false if it was decided at once. Nothing is under way. */
  boolean send(Delivery delivery) {
    ByteBuf out = link.buffer();
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
    Optional<OutgoingMail> fitted = extensions.fitted(delivery.mail());
    if (fitted.isEmpty()) {
      return refuse(delivery, LocalReplies.CONVERSION_NEEDED);
    }
    int octets = fitted.get().content().length;
    if (!extensions.takes(octets)) {
      return refuse(delivery, LocalReplies.tooLarge(octets, extensions.maxSize()));
    }
    delivery.begun(extensions.dsn());
    Transaction transaction = new Transaction(delivery, fitted.get(), extensions);
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

  private static boolean refuse(Delivery delivery, SmtpReply reply) {
    delivery.finish(Outcome.local(Outcome.Kind.PERMANENT, DeliveryStage.LOCAL, reply));
    return false;
  }

  /** Takes a reply of the server. */
  void received(SmtpReply reply) {
    Expected to = expected.peekFirst();
    if (reply.code() == 421 || to == null) {
      // 421 may come at any time (RFC 5321 §3.8). Any other reply that nothing was asked for comes
      // while content is being sent, as a refusal of it, or is nonsense.
      listener.refused(stage(), reply);
      return;
    }
    expected.removeFirst();
    watch.restart();
    replied(to, reply);
    if (!expected.isEmpty() || content != null) {
      watch.start(timeout(stage()));
    }
  }

  private void replied(Expected to, SmtpReply reply) {
    Transaction transaction = to.transaction();
    switch (to.command()) {
      case Transaction.RESET -> {
        if (reply.isPositive()) {
          lockstep(transaction, to.command());
        } else {
          listener.refused(DeliveryStage.MAIL, reply);
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
    ByteBuf out = link.buffer();
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
      content = new ContentEncoder(transaction.mail().content());
      writeContent();
    } else {
      // RFC 2920 §3.1: the server waits for data although nobody is to get it.
      ByteBuf out = link.buffer();
      ByteBufUtil.writeAscii(out, ".\r\n");
      expected.addLast(new Expected(transaction, Expected.LONE_DOT));
      var unused = flush(out);
    }
  }

  /**
   * Writes as much content as the connection takes now, and the final dot behind the last of it.
   */
  void writeContent() {
    while (content != null && link.isWritable()) {
      ByteBuf out = link.buffer(BLOCK_OCTETS / 16);
      content.encode(out, BLOCK_OCTETS);
      boolean last = content.atEnd();
      Transaction transaction = active.peekLast();
      if (last) {
        content = null;
        expected.addLast(new Expected(transaction, Expected.FINAL_DOT));
        if (extensions.pipelining() && !usedUp()) {
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
    Delivery next;
    while (!begun && (next = waiting.get()) != null) {
      begun = begin(next, out);
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
      listener.idle();
    }
  }

  private ChannelFuture flush(ByteBuf out) {
    if (!expected.isEmpty() || content != null) {
      watch.start(timeout(stage()));
    }
    return link.write(out);
  }

  DeliveryStage stage() {
    Expected to = expected.peekFirst();
    if (to == null) {
      return content == null ? DeliveryStage.LOCAL : DeliveryStage.CONTENT;
    }
    return to.command() < 0 ? DeliveryStage.FINAL_DOT : to.transaction().stageOf(to.command());
  }

  Duration timeout(DeliveryStage stage) {
    return switch (stage) {
      case LOCAL, CONNECT, GREETING, HELLO -> timeouts.greeting();
      case MAIL, RECIPIENT -> timeouts.command();
      case DATA -> timeouts.data();
      case CONTENT -> timeouts.block();
      case FINAL_DOT -> timeouts.finalDot();
    };
  }

  /**
   * The connection is of no more use: decides the mails on it.
   *
   * @param local whether this client found so, and not the server
   * @return those that likely met a stale connection, to be begun again on another
   */
  List<Delivery> fail(DeliveryStage stage, SmtpReply reply, boolean local) {
    content = null;
    List<Delivery> stale = new ArrayList<>();
    boolean first = true;
    for (Transaction transaction : new ArrayList<>(active)) {
      active.remove(transaction);
      Delivery delivery = transaction.delivery();
      if (!transaction.answered() && finished + (first ? 0 : 1) > 0 && delivery.retry()) {
        stale.add(delivery);
      } else if (first && !local) {
        delivery.finish(Outcome.ended(stage, reply));
      } else {
        delivery.finish(transaction.interrupted(first ? stage : DeliveryStage.MAIL, reply));
      }
      first = false;
    }
    return stale;
  }
}
