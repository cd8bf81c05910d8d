package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.CommandLine;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * One session: commands, then the data of a mail, then the wait for the receiver, and again. Knows
 * octets and replies but no channel. Confined to the event loop of its {@link Wire}.
 */
final class SmtpSession {

  /** What a session needs of its connection. */
  interface Wire {

    /** Adds a reply to what goes out next. */
    void reply(SmtpReply reply);

    /** Begins TLS behind the replies; input that was not encrypted is thrown away. */
    void startTls();

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
    /** Lines are answers to AUTH. */
    AUTH,
    DATA,
    /** A mail is with the receiver, or a password is being checked; input waits. */
    WAITING,
    ENDED
  }

  private final ServerContext context;
  private final SmtpServerConfiguration configuration;
  private final Wire wire;
  private final InetSocketAddress peer;
  private final Dialogue dialogue;
  private final CommandLineReader commands;
  private final MailReception mail;
  private final long mailTimeoutNs;

  private Phase phase = Phase.COMMANDS;
  private AuthExchange auth;
  private boolean receiving;
  private boolean progressed;
  private int badCommands;
  private int commandsWithoutMail;
  private long lastMailNs = System.nanoTime();

  SmtpSession(ServerContext context, Wire wire, InetSocketAddress peer) {
    this.context = context;
    this.configuration = context.configuration();
    this.wire = wire;
    this.peer = peer;
    this.dialogue = new Dialogue(context, peer);
    this.commands =
        new CommandLineReader(configuration.maxCommandBytes(), configuration.maxDiscardedBytes());
    this.mail = new MailReception(context, wire.executor(), this::mailAnswered);
    this.mailTimeoutNs = configuration.mailTimeout().toNanos();
  }

  void greet() {
    wire.reply(SmtpReply.of(220, "", configuration.hostname() + " ESMTP Hikyaku"));
  }

  /** Whether input must wait because a mail is with the receiver, or a password being checked. */
  boolean waiting() {
    return phase == Phase.WAITING;
  }

  /** Whether a command or some data was received since this was last asked. */
  boolean takeProgress() {
    boolean taken = progressed;
    progressed = false;
    return taken;
  }

  /** Whether too long has passed since the last mail; not while one is with the receiver. */
  boolean overdue() {
    return phase != Phase.WAITING && System.nanoTime() - lastMailNs > mailTimeoutNs;
  }

  /** Processes input until it is used up or the session {@link #waiting waits}. */
  void receive(InputBlock in) {
    receiving = true;
    while (!in.isEmpty() && phase != Phase.WAITING) {
      switch (phase) {
        case COMMANDS, AUTH -> receiveLine(in);
        case DATA -> receiveData(in);
        default -> in.position = in.limit;
      }
    }
    receiving = false;
  }

  /** Ends the session with 421 at once if it is between mails, else behind the mail under way. */
  void stop() {
    if (phase == Phase.COMMANDS || phase == Phase.AUTH) {
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
      disconnected();
      wire.closeAfterReplies(linger);
    }
  }

  /** The connection is gone. A mail that is with the receiver stays there. */
  void disconnected() {
    phase = Phase.ENDED;
    auth = null;
    mail.drop();
  }

  private void receiveLine(InputBlock in) {
    CommandLineReader.Result result = commands.read(in);
    if (result == CommandLineReader.Result.MORE) {
      return;
    }
    progressed = true;
    switch (result) {
      case LINE -> {
        if (phase == Phase.AUTH) {
          authStep(auth.respond(commands.line()));
        } else {
          command(CommandLine.parse(commands.line()), in);
        }
      }
      case TOO_LONG -> refuseLine(Replies.commandTooLong(configuration.maxCommandBytes()));
      case MALFORMED -> refuseLine(Replies.COMMAND_MALFORMED);
      case FLOOD -> end(Replies.FLOOD);
      default -> throw new IllegalStateException(result.name());
    }
  }

  private void refuseLine(SmtpReply reply) {
    if (phase == Phase.AUTH) {
      phase = Phase.COMMANDS;
    }
    refuse(reply);
  }

  private void command(CommandLine command, InputBlock in) {
    boolean recipient = command.verb().equals("RCPT");
    if (!recipient && tooManyCommands()) {
      return;
    }
    if (command.verb().equals("AUTH")) {
      beginAuth(command.argument());
      return;
    }
    SmtpReply reply = dialogue.handle(command);
    // one more than a mail may have is refused for now only: clients send the rest with another
    if (recipient && reply.isPermanent() && tooManyCommands()) {
      return;
    }
    switch (reply.code()) {
      case 354 -> startData();
      case 220 -> {
        wire.reply(reply);
        dialogue.encrypted();
        // RFC 3207 §6: what was sent along in the clear may have been put there by someone else
        in.position = in.limit;
        wire.startTls();
      }
      case 221 -> end(reply, false);
      case 500, 501, 502, 503, 504, 555 -> refuse(reply);
      default -> wire.reply(reply);
    }
  }

  /** Counts a command that brings no mail nearer; true if it ended the session. */
  private boolean tooManyCommands() {
    if (++commandsWithoutMail <= configuration.maxCommandsWithoutMail()) {
      return false;
    }
    end(Replies.TOO_MANY_COMMANDS);
    return true;
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
    SmtpReply reply = mail.begin(dialogue.takeEnvelope(), dialogue, peer);
    if (reply.isIntermediate()) {
      phase = Phase.DATA;
    }
    wire.reply(reply);
  }

  private void receiveData(InputBlock in) {
    progressed = true;
    // set before, as the answer may come while the data is read
    phase = Phase.WAITING;
    switch (mail.read(in, dialogue, peer)) {
      case MORE -> phase = Phase.DATA;
      case FLOOD -> end(mail.fault());
      case COMPLETE -> {}
    }
  }

  private void mailAnswered(SmtpReply reply, int octets) {
    if (reply.isPositive()) {
      badCommands = 0;
      commandsWithoutMail = 0;
      lastMailNs = System.nanoTime();
    }
    answered(reply);
  }

  /** Input may go on behind the reply that it waited for. */
  private void answered(SmtpReply reply) {
    phase = Phase.COMMANDS;
    wire.reply(reply);
    if (context.stopping()) {
      end(Replies.STOPPING);
    }
    if (!receiving) {
      wire.resume();
    }
  }

  private void beginAuth(String argument) {
    Optional<SmtpReply> refusal = dialogue.authRefusal();
    if (refusal.isPresent()) {
      refuse(refusal.get());
    } else {
      auth = new AuthExchange();
      authStep(auth.begin(argument));
    }
  }

  private void authStep(SmtpReply reply) {
    if (auth.complete()) {
      phase = Phase.WAITING;
      checkPassword(auth.user(), auth.password());
    } else if (reply.isIntermediate()) {
      phase = Phase.AUTH;
      wire.reply(reply);
    } else {
      phase = Phase.COMMANDS;
      refuse(reply);
    }
  }

  private void checkPassword(String user, String password) {
    auth = null;
    Authenticator authenticator = configuration.security().authenticator().orElseThrow();
    CompletionStage<Boolean> check;
    try {
      check = authenticator.authenticate(user, password);
    } catch (RuntimeException failure) {
      check = CompletableFuture.failedFuture(failure);
    }
    check.whenComplete(
        (valid, failure) -> {
          if (wire.executor().inEventLoop()) {
            passwordChecked(user, valid, failure);
            return;
          }
          try {
            wire.executor().execute(() -> passwordChecked(user, valid, failure));
          } catch (RejectedExecutionException stopped) {
            // The server was closed meanwhile; there is nobody left to be answered.
          }
        });
  }

  private void passwordChecked(String user, Boolean valid, Throwable failure) {
    if (phase != Phase.WAITING) {
      return; // the client has gone
    }
    if (failure != null) {
      context.log.authenticatorFailed(failure);
      answered(Replies.AUTH_NOT_NOW);
    } else if (valid) {
      dialogue.authenticated(user);
      answered(Replies.AUTHENTICATED);
    } else {
      context.counters.commandsRefused.increment();
      if (++badCommands > configuration.maxBadCommands()) {
        end(Replies.TOO_MANY_BAD_COMMANDS);
        wire.resume();
      } else {
        answered(Replies.AUTH_FAILED);
      }
    }
  }
}
