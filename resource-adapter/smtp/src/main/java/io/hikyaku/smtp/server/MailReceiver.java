package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Where the server hands its mails. Thread-safe; called on event loop threads, so that no method
 * may block. Who must block wraps himself with {@link #blocking}.
 */
public interface MailReceiver {

  /**
   * Takes responsibility for a mail. The client is told {@code 250} only when the stage completes,
   * which it may do on any thread:
   *
   * <ul>
   *   <li>normally, with an id for the operator's eyes: {@code 250 2.0.0 Ok: queued as <id>}
   *   <li>with {@link MailRefusedException}: the reply in it
   *   <li>with anything else, or not within {@link SmtpServerConfiguration#receiverTimeout()}:
   *       {@code 451 4.3.0}, so that the client tries again later
   * </ul>
   *
   * Meanwhile nothing is read from that client; its following commands wait and are then processed
   * in order.
   */
  CompletionStage<String> accept(IncomingMail mail);

  /**
   * Whether a recipient is taken, asked at RCPT.
   *
   * @return empty to take it, or a reply of 4xx or 5xx to refuse it
   */
  default Optional<SmtpReply> checkRecipient(Mailbox recipient) {
    return Optional.empty();
  }

  /**
   * A receiver for code that blocks.
   *
   * @param store returns the id or throws what {@link #accept} may complete with
   * @param executor runs {@code store}; bound its queue: a rejected task is answered {@code 451}
   */
  static MailReceiver blocking(Function<IncomingMail, String> store, Executor executor) {
    return mail -> CompletableFuture.supplyAsync(() -> store.apply(mail), executor);
  }
}
