package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The mail that a session is receiving: its data, then the wait for the receiver. One at a time.
 * Confined to the event loop of its session.
 */
final class MailReception {

  /** What became of data. */
  enum Result {
    /** More data is to come. */
    MORE,
    /** All of it is here; the answer follows, perhaps at once. */
    COMPLETE,
    /** The client sends more behind a refusal than is read. */
    FLOOD
  }

  /** Who hears what the client is to be told. */
  interface Listener {

    /** The mail is answered, with so many octets if it was accepted. */
    void answered(SmtpReply reply, int octets);
  }

  private final ServerContext context;
  private final SmtpServerConfiguration configuration;
  private final EventExecutor executor;
  private final Listener listener;

  private Envelope envelope;
  private MailBuffer buffer;
  private DataReader data;
  private String mailId = "";
  private ScheduledFuture<?> receiverTimer;

  MailReception(ServerContext context, EventExecutor executor, Listener listener) {
    this.context = context;
    this.configuration = context.configuration();
    this.executor = executor;
    this.listener = listener;
  }

  /** Begins a mail; a reply other than 354 says that it cannot be taken. */
  SmtpReply begin(Envelope begun, Dialogue dialogue, InetSocketAddress peer) {
    envelope = begun;
    mailId = context.nextMailId();
    buffer = new MailBuffer(context.budget);
    byte[] trace =
        TraceHeader.received(
            dialogue.heloName(),
            peer,
            configuration.hostname(),
            dialogue.protocol(),
            mailId,
            context.clock().instant());
    if (!buffer.append(trace, 0, trace.length)) {
      drop();
      context.counters.mailsRefused.increment();
      return Replies.NO_MEMORY;
    }
    data = new DataReader(configuration, buffer);
    return Replies.START_DATA;
  }

  /** Reads data. */
  Result read(InputBlock in, Dialogue dialogue, InetSocketAddress peer) {
    return switch (data.read(in)) {
      case MORE -> Result.MORE;
      case FLOOD -> {
        context.counters.mailsRefused.increment();
        yield Result.FLOOD;
      }
      case END -> {
        complete(dialogue, peer);
        yield Result.COMPLETE;
      }
    };
  }

  /** What to say of a flood. */
  SmtpReply fault() {
    return data.fault().orElse(Replies.FLOOD);
  }

  /** Forgets the mail. One that is with the receiver stays there. */
  void drop() {
    if (buffer != null) {
      buffer.free();
      buffer = null;
    }
    data = null;
    envelope = null;
    mailId = "";
    cancelTimer();
  }

  private void complete(Dialogue dialogue, InetSocketAddress peer) {
    Optional<SmtpReply> fault = data.fault();
    data = null;
    if (fault.isPresent()) {
      buffer = null;
      answer(fault.get(), 0);
      return;
    }
    byte[] content = buffer.take();
    buffer = null;
    if (TraceHeader.count(content) > configuration.maxHops()) {
      context.budget.release(content.length);
      answer(Replies.LOOP, 0);
      return;
    }
    handOver(mail(content, dialogue, peer));
  }

  private IncomingMail mail(byte[] content, Dialogue dialogue, InetSocketAddress peer) {
    Envelope done = envelope;
    envelope = null;
    MailParameters parameters = done.parameters;
    return new IncomingMail(
        done.sender,
        List.copyOf(done.recipients.values()),
        content,
        parameters.eightBit(),
        parameters.size(),
        parameters.returned(),
        parameters.envelopeId(),
        dialogue.user(),
        peer,
        dialogue.heloName(),
        mailId,
        context.clock().instant());
  }

  private void handOver(IncomingMail mail) {
    String id = mailId;
    int octets = mail.content().length;
    context.counters.mailsWithReceiver.increment();
    context
        .accept(mail)
        .whenComplete(
            (queueId, failure) -> {
              // The memory is given back here and not when the client has its answer, as a receiver
              // that was too slow holds the mail still.
              context.counters.mailsWithReceiver.decrement();
              context.budget.release(octets);
              onOwnThread(() -> received(id, octets, queueId, failure));
            });
    if (id.equals(mailId)) {
      receiverTimer =
          executor.schedule(
              () -> timedOut(id), configuration.receiverTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void onOwnThread(Runnable task) {
    if (executor.inEventLoop()) {
      task.run();
      return;
    }
    try {
      executor.execute(task);
    } catch (RejectedExecutionException stopped) {
      // The server was closed meanwhile; there is nobody left to be answered.
    }
  }

  private void received(String id, int octets, String queueId, Throwable failure) {
    if (!id.equals(mailId)) {
      return; // the client has gone or was told 451 already
    }
    if (failure == null) {
      answer(Replies.queued(queueId), octets);
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof MailRefusedException refusal) {
      answer(refusal.reply(), 0);
    } else {
      context.log.receiverFailed(cause);
      answer(Replies.RECEIVER_FAILED, 0);
    }
  }

  private void timedOut(String id) {
    if (id.equals(mailId)) {
      answer(Replies.RECEIVER_SLOW, 0);
    }
  }

  private void answer(SmtpReply reply, int octets) {
    cancelTimer();
    mailId = "";
    if (reply.isPositive()) {
      context.counters.mailsAccepted.increment();
      context.counters.octetsAccepted.add(octets);
    } else {
      context.counters.mailsRefused.increment();
    }
    listener.answered(reply, octets);
  }

  private void cancelTimer() {
    if (receiverTimer != null) {
      receiverTimer.cancel(false);
      receiverTimer = null;
    }
  }
}
