package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One session: commands, then the data of a mail, then the wait for the receiver, and again. Knows
 * octets and replies but no channel. Confined to the event loop of its {@link Wire}.
 */
final class SmtpSession {

  /** What a session needs of its connection. */
  interface Wire {

    /** Adds a reply to what goes out next. */
    void reply(SmtpReply reply);

    /**
     * Closes when all replies are out; the session takes nothing more.
     *
     * @param linger whether the client may still be sending and must not lose the last reply by it
     */
    void closeAfterReplies(boolean linger);

    /** The session waits no more and takes input again. */
    void resume();

    /** The thread of this session. */
    EventExecutor executor();
  }

  private enum Phase {
    COMMANDS,
    DATA,
    /** A mail is with the receiver; input waits. */
    WITH_RECEIVER,
    ENDED
  }

  private final ServerContext context;
  private final SmtpServerConfiguration configuration;
  private final Wire wire;
  private final InetSocketAddress peer;
  private final Dialogue dialogue;
  private final CommandLineReader commands;

  private Phase phase = Phase.COMMANDS;
  private boolean receiving;
  private boolean progressed;
  private int badCommands;

  private Envelope envelope;
  private MailBuffer buffer;
  private DataReader data;
  private String mailId = "";
  private ScheduledFuture<?> receiverTimer;

  SmtpSession(ServerContext context, Wire wire, InetSocketAddress peer) {
    this.context = context;
    this.configuration = context.configuration();
    this.wire = wire;
    this.peer = peer;
    this.dialogue = new Dialogue(context);
    this.commands =
        new CommandLineReader(configuration.maxCommandBytes(), configuration.maxDiscardedBytes());
  }

  void greet() {
    wire.reply(SmtpReply.of(220, "", configuration.hostname() + " ESMTP Hikyaku"));
  }

  /** Whether input must wait because a mail is with the receiver. */
  boolean waiting() {
    return phase == Phase.WITH_RECEIVER;
  }

  /** Whether a command or some data was received since this was last asked. */
  boolean takeProgress() {
    boolean taken = progressed;
    progressed = false;
    return taken;
  }

  /** Processes input until it is used up or the session {@link #waiting waits}. */
  void receive(InputBlock in) {
    receiving = true;
    while (!in.isEmpty() && phase != Phase.WITH_RECEIVER) {
      switch (phase) {
        case COMMANDS -> receiveCommand(in);
        case DATA -> receiveData(in);
        default -> in.position = in.limit;
      }
    }
    receiving = false;
  }

  /** Ends the session with 421 at once if it is between mails, else behind the mail under way. */
  void stop() {
    if (phase == Phase.COMMANDS) {
      end(Replies.STOPPING);
    }
  }

  /** Ends the session with a last reply, whatever it is doing. */
  void end(SmtpReply last) {
    end(last, true);
  }

  private void end(SmtpReply last, boolean linger) {
    if (phase != Phase.ENDED) {
      wire.reply(last);
      phase = Phase.ENDED;
      dropMail();
      wire.closeAfterReplies(linger);
    }
  }

  /** The connection is gone. A mail that is with the receiver stays there. */
  void disconnected() {
    phase = Phase.ENDED;
    dropMail();
  }

  private void dropMail() {
    if (buffer != null) {
      buffer.free();
      buffer = null;
    }
    data = null;
    envelope = null;
    cancelReceiverTimer();
  }

  private void receiveCommand(InputBlock in) {
    CommandLineReader.Result result = commands.read(in);
    if (result == CommandLineReader.Result.MORE) {
      return;
    }
    progressed = true;
    switch (result) {
      case LINE -> command(commands.line());
      case TOO_LONG -> refuse(Replies.commandTooLong(configuration.maxCommandBytes()));
      case MALFORMED -> refuse(Replies.COMMAND_MALFORMED);
      case FLOOD -> end(Replies.FLOOD);
      default -> throw new IllegalStateException(result.name());
    }
  }

  private void command(String line) {
    SmtpReply reply = dialogue.handle(line);
    switch (reply.code()) {
      case 354 -> startData();
      case 221 -> end(reply, false);
      case 500, 501, 502, 503, 504, 555 -> refuse(reply);
      default -> wire.reply(reply);
    }
  }

  /** Answers a command that breaks the rules; too many of these end the session. */
  private void refuse(SmtpReply reply) {
    context.counters.commandsRefused.increment();
    if (++badCommands > configuration.maxBadCommands()) {
      end(Replies.TOO_MANY_BAD_COMMANDS);
    } else {
      wire.reply(reply);
    }
  }

  private void startData() {
    envelope = dialogue.takeEnvelope();
    mailId = context.nextMailId();
    buffer = new MailBuffer(context.budget);
    byte[] trace =
        TraceHeader.received(
            dialogue.heloName(),
            peer,
            configuration.hostname(),
            dialogue.extended(),
            mailId,
            context.clock().instant());
    if (!buffer.append(trace, 0, trace.length)) {
      context.counters.mailsRefused.increment();
      wire.reply(Replies.NO_MEMORY);
      return;
    }
    data = new DataReader(configuration, buffer);
    phase = Phase.DATA;
    wire.reply(Replies.START_DATA);
  }

  private void receiveData(InputBlock in) {
    progressed = true;
    switch (data.read(in)) {
      case MORE -> {}
      case FLOOD -> {
        context.counters.mailsRefused.increment();
        end(data.fault().orElse(Replies.FLOOD));
      }
      case END -> endOfData();
    }
  }

  private void endOfData() {
    Optional<SmtpReply> fault = data.fault();
    data = null;
    if (fault.isPresent()) {
      buffer = null;
      phase = Phase.WITH_RECEIVER;
      answerMail(fault.get(), 0);
      return;
    }
    byte[] content = buffer.take();
    buffer = null;
    if (TraceHeader.count(content) > configuration.maxHops()) {
      context.budget.release(content.length);
      phase = Phase.WITH_RECEIVER;
      answerMail(Replies.LOOP, 0);
      return;
    }
    handOver(content);
  }

  private void handOver(byte[] content) {
    phase = Phase.WITH_RECEIVER;
    Envelope done = envelope;
    envelope = null;
    String id = mailId;
    Instant now = context.clock().instant();
    int octets = content.length;
    context.counters.mailsWithReceiver.increment();
    context
        .accept(
            new IncomingMail(
                done.sender,
                List.copyOf(done.recipients),
                content,
                done.eightBit,
                done.declaredSize,
                peer,
                dialogue.heloName(),
                id,
                now))
        .whenComplete(
            (queueId, failure) -> {
              // The memory is given back here and not when the client has its answer, as a receiver
              // that was too slow holds the mail still.
              context.counters.mailsWithReceiver.decrement();
              context.budget.release(octets);
              onOwnThread(() -> received(id, octets, queueId, failure));
            });
    if (phase == Phase.WITH_RECEIVER) {
      receiverTimer =
          wire.executor()
              .schedule(
                  () -> receiverTimedOut(id),
                  configuration.receiverTimeout().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private void onOwnThread(Runnable task) {
    if (wire.executor().inEventLoop()) {
      task.run();
      return;
    }
    try {
      wire.executor().execute(task);
    } catch (RejectedExecutionException stopped) {
      // The server was closed meanwhile; there is nobody left to be answered.
    }
  }

  private void received(String id, int octets, String queueId, Throwable failure) {
    if (phase != Phase.WITH_RECEIVER || !id.equals(mailId)) {
      return; // the client has gone or was told 451 already
    }
    if (failure == null) {
      badCommands = 0;
      answerMail(Replies.queued(queueId), octets);
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof MailRefusedException refusal) {
      answerMail(refusal.reply(), 0);
    } else {
      context.log.receiverFailed(cause);
      answerMail(Replies.RECEIVER_FAILED, 0);
    }
  }

  private void receiverTimedOut(String id) {
    if (phase == Phase.WITH_RECEIVER && id.equals(mailId)) {
      answerMail(Replies.RECEIVER_SLOW, 0);
    }
  }

  private void answerMail(SmtpReply reply, int octets) {
    cancelReceiverTimer();
    mailId = "";
    if (reply.isPositive()) {
      context.counters.mailsAccepted.increment();
      context.counters.octetsAccepted.add(octets);
    } else {
      context.counters.mailsRefused.increment();
    }
    phase = Phase.COMMANDS;
    wire.reply(reply);
    if (context.stopping()) {
      end(Replies.STOPPING);
    }
    if (!receiving) {
      wire.resume();
    }
  }

  private void cancelReceiverTimer() {
    if (receiverTimer != null) {
      receiverTimer.cancel(false);
      receiverTimer = null;
    }
  }
}
