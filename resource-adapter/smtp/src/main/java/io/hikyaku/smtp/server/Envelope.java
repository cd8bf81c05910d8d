package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.Mailbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What MAIL and RCPT have said of the mail to come: the buffers of RFC 5321 §4.1.1. */
final class Envelope {

  final Optional<Mailbox> sender;
  final MailParameters parameters;

  /** Without duplicates: a recipient named twice gets the mail once. */
  final Map<Mailbox, IncomingRecipient> recipients = new LinkedHashMap<>();

  boolean recipientRefused;

  Envelope(Optional<Mailbox> sender, MailParameters parameters) {
    this.sender = sender;
    this.parameters = parameters;
  }
}
