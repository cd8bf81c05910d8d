package io.hikyaku.api.mail;

import java.util.Locale;

/**
 * A recipient of a mail and what its sender wants to hear of it (RFC 3461). Immutable.
 *
 * @param address the forward path without angle brackets
 * @param notifyOn {@code NEVER}, or some of {@code SUCCESS,FAILURE,DELAY}; empty if nothing was
 *     said, which means failure
 * @param originalRecipient the value of ORCPT, {@code type;xtext}; empty if there was none
 */
public record MailRecipient(String address, String notifyOn, String originalRecipient) {

  /** Separates the parts in a header: no part can hold it. */
  private static final String SEPARATOR = "\t";

  /** A recipient of whom nothing more was said. */
  public static MailRecipient of(String address) {
    return new MailRecipient(address, "", "");
  }

  /** The domain of the address in lower case; empty if it has none. */
  public String domain() {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether the sender is to be told of a failure. */
  public boolean wantsFailure() {
    return notifyOn.isEmpty() || notifyOn.contains("FAILURE");
  }

  /** Whether the sender is to be told of the delivery. */
  public boolean wantsSuccess() {
    return notifyOn.contains("SUCCESS");
  }

  /** Whether the sender is to be told that it takes long. */
  public boolean wantsDelay() {
    return notifyOn.contains("DELAY");
  }

  String toText() {
    return notifyOn.isEmpty() && originalRecipient.isEmpty()
        ? address
        : String.join(SEPARATOR, address, notifyOn, originalRecipient);
  }

  static MailRecipient fromText(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return parts.length < 3 ? of(parts[0]) : new MailRecipient(parts[0], parts[1], parts[2]);
  }
}
