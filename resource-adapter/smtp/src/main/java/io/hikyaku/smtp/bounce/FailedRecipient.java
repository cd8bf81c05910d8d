package io.hikyaku.smtp.bounce;

import io.hikyaku.smtp.SmtpReply;
import java.util.Objects;

/**
 * A recipient that a mail could not be delivered to.
 *
 * @param recipient the address it was sent to
 * @param reply the last reply, of 4xx if the sender gave up trying; its enhanced code, or {@code
 *     5.0.0} and {@code 4.0.0} where it has none, becomes the status
 * @param remoteMta the host that said so; empty if the reply was made here
 * @param explanation a sentence for the human reader, as why no more is tried; may be empty
 */
public record FailedRecipient(
    String recipient, SmtpReply reply, String remoteMta, String explanation) {

  /**
   * @throws IllegalArgumentException if the reply is no refusal
   */
  public FailedRecipient {
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(remoteMta, "remoteMta");
    Objects.requireNonNull(explanation, "explanation");
    if (reply.code() < 400) {
      throw new IllegalArgumentException(
          "'" + reply + "' for " + recipient + " is no failure: 4xx or 5xx needed");
    }
  }
}
