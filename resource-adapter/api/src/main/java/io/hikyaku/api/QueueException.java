package io.hikyaku.api;

/** The root of what the store reports to its callers. The message says what to do about it. */
public class QueueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QueueException(String message) {
    super(message);
  }

  public QueueException(String message, Throwable cause) {
    super(message, cause);
  }
}
