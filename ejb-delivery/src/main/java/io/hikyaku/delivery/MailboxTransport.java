package io.hikyaku.delivery;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Delivers into the Maildir folders of this server, in the calling thread. */
final class MailboxTransport implements Transport {

  private final Maildir maildir;
  private final String hostName;

  MailboxTransport(Maildir maildir, String hostName) {
    this.maildir = maildir;
    this.hostName = hostName;
  }

  @Override
  public CompletionStage<Map<String, Outcome>> deliver(Mail mail) {
    // time.unique.host, as Maildir has it: sorts by arrival and never repeats
    String name =
        mail.mail().receivedAt().getEpochSecond() + "." + mail.received().id() + "." + hostName;
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (String recipient : mail.mail().recipients()) {
      outcomes.put(recipient, deliver(mail, name, recipient));
    }
    return CompletableFuture.completedFuture(outcomes);
  }

  private Outcome deliver(Mail mail, String name, String recipient) {
    // RFC 5321, section 4.4: final delivery records the reverse path
    String trace =
        "Return-Path: <"
            + onOneLine(mail.mail().sender())
            + ">\r\nDelivered-To: "
            + onOneLine(recipient)
            + "\r\n";
    try {
      maildir.deliver(recipient, name, trace, mail.mail().content());
      return Outcome.DELIVERED;
    } catch (IOException e) {
      return Outcome.deferredHere("mailbox of " + recipient + " cannot be written: " + e);
    }
  }

  /** An application may have put anything into the envelope; it must not add header lines. */
  private static String onOneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
