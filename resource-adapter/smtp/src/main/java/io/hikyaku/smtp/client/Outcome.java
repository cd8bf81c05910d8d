package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;

/**
 * What became of a mail for one recipient.
 *
 * @param kind whether it was delivered, and if not what to do
 * @param stage where it was decided
 * @param reply what the server said, or what this client says in its place: see {@code local}
 * @param local whether the reply was made here, as for a connection that was refused or lost
 */
public record Outcome(Kind kind, DeliveryStage stage, SmtpReply reply, boolean local) {

  /** The four ways a delivery can end. */
  public enum Kind {
    /** The server has taken the responsibility. */
    DELIVERED,
    /** Not delivered; to be tried again later. */
    TEMPORARY,
    /** Not delivered; trying again will not help. */
    PERMANENT,
    /**
     * The connection was lost between the final dot and the reply to it: the server may have the
     * mail or not. To be tried again, at the price of a duplicate.
     */
    UNKNOWN
  }

  /** What a server's reply means: 2xx delivered, 5xx permanent, all else temporary. */
  static Outcome replied(DeliveryStage stage, SmtpReply reply) {
    Kind kind =
        reply.isPositive() ? Kind.DELIVERED : reply.isPermanent() ? Kind.PERMANENT : Kind.TEMPORARY;
    return new Outcome(kind, stage, reply, false);
  }

  /** The server ended the connection with these words; positive ones deliver nothing. */
  static Outcome ended(DeliveryStage stage, SmtpReply reply) {
    Outcome replied = replied(stage, reply);
    return replied.kind == Kind.DELIVERED
        ? new Outcome(Kind.TEMPORARY, stage, reply, false)
        : replied;
  }

  /** That of mails which are not offered to the server, as it would not talk when it was asked. */
  Outcome ofOthers() {
    return kind == Kind.PERMANENT
        ? local(Kind.TEMPORARY, stage, LocalReplies.refusedBefore(reply))
        : this;
  }

  /** A failure found by this client. */
  static Outcome local(Kind kind, DeliveryStage stage, SmtpReply reply) {
    return new Outcome(kind, stage, reply, true);
  }

  /** As {@code PERMANENT at RECIPIENT: 550 5.1.1 No such user}. */
  @Override
  public String toString() {
    return kind + " at " + stage + ": " + reply + (local ? " (said by this client)" : "");
  }
}
