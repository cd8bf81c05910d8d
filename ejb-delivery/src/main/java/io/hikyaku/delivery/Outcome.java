package io.hikyaku.delivery;

import io.hikyaku.smtp.SmtpReply;

/** What became of one recipient at one attempt. */
sealed interface Outcome {

  /** The next server, or the mailbox, has the mail. */
  record Delivered() implements Outcome {}

  /**
   * Not delivered now, or not known: to be tried again.
   *
   * @param reply of the other server, or of this one in its place
   * @param host that said so; empty for this one
   */
  record Deferred(SmtpReply reply, String host) implements Outcome {}

  /** Refused for good. Otherwise as {@link Deferred}. */
  record Refused(SmtpReply reply, String host) implements Outcome {}

  Outcome DELIVERED = new Delivered();

  /** Deferred by this host. */
  static Outcome deferredHere(String reason) {
    return new Deferred(SmtpReply.of(451, "4.3.0", Reasons.shorten(reason)), "");
  }
}
