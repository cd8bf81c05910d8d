package io.hikyaku.smtp.grammar;

/**
 * A text does not follow the grammar; the message says where and why, in words fit for a reply.
 *
 * <p>Without a stack trace: whoever is connected can cause these at will, so they must be cheap.
 */
public final class SmtpSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  public SmtpSyntaxException(String message) {
    super(message, null, false, false);
  }
}
