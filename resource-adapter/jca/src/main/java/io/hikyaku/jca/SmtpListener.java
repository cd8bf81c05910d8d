package io.hikyaku.jca;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.server.IncomingMail;
import io.hikyaku.smtp.server.IncomingRecipient;
import io.hikyaku.smtp.server.MailReceiver;
import io.hikyaku.smtp.server.MailRefusedException;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores received mail, each as one message. The client is told {@code 250} when it is stored and
 * backed up (RFC 5321 §6.1).
 */
final class SmtpListener implements MailReceiver {

  private final QueueStore store;
  private final String group;
  private final AtomicInteger refusals = new AtomicInteger();

  SmtpListener(QueueStore store, String group) {
    this.store = store;
    this.group = group;
  }

  @Override
  public CompletionStage<String> accept(IncomingMail mail) {
    UnitOfWork unit = store.begin();
    try {
      MessageId unused = unit.send(group, message(mail));
    } catch (RuntimeException e) {
      unit.rollback();
      return CompletableFuture.failedFuture(refused(e));
    }
    return unit.commit()
        .handle(
            (done, failure) -> {
              if (failure != null) {
                throw refused(Stages.unwrap(failure));
              }
              refusals.set(0);
              return mail.id();
            });
  }

  private static Message message(IncomingMail mail) {
    List<MailRecipient> recipients = new ArrayList<>(mail.recipients().size());
    for (IncomingRecipient recipient : mail.recipients()) {
      recipients.add(
          new MailRecipient(
              recipient.address(), recipient.notifyOn(), recipient.originalRecipient()));
    }
    return new MailMessage(
            mail.id(),
            mail.senderAddress(),
            recipients,
            mail.content(),
            mail.eightBit(),
            mail.returned(),
            mail.envelopeId(),
            mail.receivedAt(),
            0,
            false,
            List.of())
        .toMessage();
  }

  /** What the client is told; an unknown outcome is retried, at the risk of a duplicate. */
  private MailRefusedException refused(Throwable failure) {
    SmtpReply reply;
    if (failure instanceof StoreFullException) {
      reply = SmtpReply.of(452, "4.3.1", "Insufficient system storage, try again later");
    } else if (failure instanceof BodyTooLargeException) {
      reply = SmtpReply.of(552, "5.3.4", "Message too big");
    } else {
      reply = SmtpReply.of(451, "4.3.0", "Mail could not be stored, try again later");
    }
    int inARow = refusals.incrementAndGet();
    if (Integer.bitCount(inARow) == 1) {
      // the more there are, the more rarely it is told
      OperatorMessage.SMTP_NOT_STORED.log(inARow, reply.code(), String.valueOf(failure));
    }
    return new MailRefusedException(reply);
  }
}
