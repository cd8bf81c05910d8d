package io.hikyaku.api;

/** The user is not known to the adapter, the password is wrong, or a user is required. */
public final class AuthenticationException extends QueueException {

  private static final long serialVersionUID = 1L;

  public AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
