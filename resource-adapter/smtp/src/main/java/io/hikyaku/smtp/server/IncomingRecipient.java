package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.Mailbox;

/**
 * A recipient and what its sender wants to hear of it (RFC 3461). Immutable.
 *
 * @param mailbox the forward-path
 * @param notifyOn {@code NEVER}, or some of {@code SUCCESS,FAILURE,DELAY} in upper case; empty if
 *     nothing was said
 * @param originalRecipient the value of ORCPT as it came, {@code type;xtext}; empty if there was
 *     none
 */
public record IncomingRecipient(Mailbox mailbox, String notifyOn, String originalRecipient) {

  /** The whole address, {@code local@domain}. */
  public String address() {
    return mailbox.address();
  }

  public String localPart() {
    return mailbox.localPart();
  }

  public String domain() {
    return mailbox.domain();
  }

  @Override
  public String toString() {
    return mailbox.address();
  }
}
