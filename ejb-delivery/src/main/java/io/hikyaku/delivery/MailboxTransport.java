package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
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
  public CompletionStage<Map<String, Outcome>> deliver(Part part) {
    MailMessage mail = part.mail();
    // time.unique.host, as Maildir has it: sorts by arrival and never repeats
    String name =
        mail.receivedAt().getEpochSecond()
            + "."
            + mail.id().replaceAll("[^A-Za-z0-9-]", "_")
            + "."
            + hostName;
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (String recipient : mail.addresses()) {
      outcomes.put(recipient, deliver(mail, name, recipient));
    }
    return CompletableFuture.completedFuture(outcomes);
  }

  private Outcome deliver(MailMessage mail, String name, String recipient) {
    // RFC 5321, section 4.4: final delivery records the reverse path
    String trace =
        "Return-Path: <"
            + onOneLine(mail.sender())
            + ">\r\nDelivered-To: "
            + onOneLine(recipient)
            + "\r\n";
    try {
      maildir.deliver(recipient, name, trace, mail.content());
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
