package io.hikyaku.smtp.client;

/**
 * A recipient and what its sender wants to hear of it, which is said to servers that offer DSN (RFC
 * 3461). Immutable.
 *
 * @param address the forward-path without brackets
 * @param notifyOn the value of NOTIFY; empty for none
 * @param originalRecipient the value of ORCPT, {@code type;xtext}; empty for none
 */
public record OutgoingRecipient(String address, String notifyOn, String originalRecipient) {

  /** A recipient of whom nothing more is said. */
  public static OutgoingRecipient of(String address) {
    return new OutgoingRecipient(address, "", "");
  }
}
