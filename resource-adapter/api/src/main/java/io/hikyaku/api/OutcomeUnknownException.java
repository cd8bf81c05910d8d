package io.hikyaku.api;

/** The copies did not answer in time: the operation may or may not have taken effect. */
public final class OutcomeUnknownException extends QueueException {

  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message) {
    super(message);
  }

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
