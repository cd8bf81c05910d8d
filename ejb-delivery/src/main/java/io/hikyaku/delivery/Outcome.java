package io.hikyaku.delivery;

import io.hikyaku.smtp.SmtpReply;
import java.time.Instant;

/** What became of one recipient at one attempt. */
sealed interface Outcome {

  /** What was said, or is said here in its place. */
  SmtpReply reply();

  /** The host that said so; empty for this one. */
  String host();

  /** How far a delivered mail has come. */
  enum Hop {
    /** Into a mailbox, or to an application. */
    LAST,
    /** To a server that reports no deliveries: who asked to hear of it is told here. */
    RELAYED,
    /** To a server that was told what the sender wants to hear (RFC 3461 §5.2.1). */
    RELAYED_WITH_REQUEST
  }

  /** The next server, the mailbox or the application has the mail. */
  record Delivered(SmtpReply reply, String host, Hop hop) implements Outcome {}

  /** Not delivered now, or not known: to be tried again. */
  record Deferred(SmtpReply reply, String host) implements Outcome {}

  /** Not tried now; to be tried at that time, as if nothing had been. */
  record Held(SmtpReply reply, Instant until) implements Outcome {
    @Override
    public String host() {
      return "";
    }
  }

  /** Refused for good. */
  record Refused(SmtpReply reply, String host) implements Outcome {}

  Outcome DELIVERED = new Delivered(SmtpReply.of(250, "2.0.0", "Delivered"), "", Hop.LAST);

  /** Deferred by this host. */
  static Outcome deferredHere(String reason) {
    return new Deferred(SmtpReply.of(451, "4.3.0", Reasons.shorten(reason)), "");
  }
}
