package io.hikyaku.api;

/** A message is larger than the store takes. Nothing was done. */
public final class BodyTooLargeException extends QueueException {

  private static final long serialVersionUID = 1L;

  public BodyTooLargeException(String message) {
    super(message);
  }
}
