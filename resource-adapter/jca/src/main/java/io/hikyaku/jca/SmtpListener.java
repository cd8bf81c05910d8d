package io.hikyaku.jca;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.server.IncomingMail;
import io.hikyaku.smtp.server.MailReceiver;
import io.hikyaku.smtp.server.MailRefusedException;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores received mail: one message for each destination domain, all of them or none. The client is
 * told {@code 250} when they are stored and backed up (RFC 5321 §6.1).
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
    MessageId first = null;
    try {
      for (Map.Entry<String, List<String>> domain : byDomain(mail.recipients()).entrySet()) {
        MessageId id = unit.send(group, message(mail, domain.getKey(), domain.getValue()));
        first = first == null ? id : first;
      }
    } catch (RuntimeException e) {
      unit.rollback();
      return CompletableFuture.failedFuture(refused(e));
    }
    String answer = String.valueOf(first);
    return unit.commit()
        .handle(
            (done, failure) -> {
              if (failure != null) {
                throw refused(Stages.unwrap(failure));
              }
              refusals.set(0);
              return answer;
            });
  }

  private static Map<String, List<String>> byDomain(List<Mailbox> recipients) {
    Map<String, List<String>> domains = new LinkedHashMap<>();
    for (Mailbox recipient : recipients) {
      domains
          .computeIfAbsent(recipient.domain(), domain -> new ArrayList<>())
          .add(recipient.address());
    }
    return domains;
  }

  private static Message message(IncomingMail mail, String domain, List<String> recipients) {
    return MailMessage.received(
            mail.senderAddress(),
            recipients,
            domain,
            mail.content(),
            mail.eightBit(),
            mail.receivedAt())
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
