package io.hikyaku.smtp.bounce;

import io.hikyaku.smtp.SmtpReply;
import java.util.Objects;

/**
 * A recipient and what a report says of it.
 *
 * @param action what became of the mail for it
 * @param recipient the address it was sent to
 * @param originalRecipient the value of ORCPT, {@code type;xtext}; empty if there was none
 * @param reply the last reply; its enhanced code, or the unspecific one of its class where it has
 *     none, becomes the status
 * @param remoteMta the host that said so; empty if the reply was made here
 * @param explanation a sentence for the human reader, as why no more is tried; may be empty
 */
public record ReportedRecipient(
    Action action,
    String recipient,
    String originalRecipient,
    SmtpReply reply,
    String remoteMta,
    String explanation) {

  /** RFC 3464 §2.3.3, but for {@code expanded}: there are no lists here. */
  public enum Action {
    /** It was refused, or given up. */
    FAILED,
    /** It is tried on. */
    DELAYED,
    /** It is in the mailbox. */
    DELIVERED,
    /** The next server has it, which gives no reports. */
    RELAYED
  }

  /**
   * @throws IllegalArgumentException if the reply does not belong to the action
   */
  public ReportedRecipient {
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(remoteMta, "remoteMta");
    Objects.requireNonNull(explanation, "explanation");
    boolean bad = action == Action.FAILED || action == Action.DELAYED;
    if (bad && reply.code() < 400) {
      throw new IllegalArgumentException(
          "'" + reply + "' for " + recipient + " is no failure: 4xx or 5xx needed");
    }
    if (!bad && !reply.isPositive()) {
      throw new IllegalArgumentException(
          "'" + reply + "' for " + recipient + " is no delivery: 2xx needed");
    }
  }

  /** A recipient that was not reached, of which nothing more is known. */
  public static ReportedRecipient failed(
      String recipient, SmtpReply reply, String remoteMta, String explanation) {
    return new ReportedRecipient(Action.FAILED, recipient, "", reply, remoteMta, explanation);
  }
}
