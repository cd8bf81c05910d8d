package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.Mailbox;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What MAIL and RCPT have said of the mail to come: the buffers of RFC 5321 §4.1.1. */
final class Envelope {

  final Optional<Mailbox> sender;
  final boolean eightBit;
  final OptionalLong declaredSize;

  /** Without duplicates: a recipient named twice gets the mail once. */
  final Set<Mailbox> recipients = new LinkedHashSet<>();

  boolean recipientRefused;

  Envelope(Optional<Mailbox> sender, boolean eightBit, OptionalLong declaredSize) {
    this.sender = sender;
    this.eightBit = eightBit;
    this.declaredSize = declaredSize;
  }
}
