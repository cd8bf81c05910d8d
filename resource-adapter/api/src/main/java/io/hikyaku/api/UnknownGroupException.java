package io.hikyaku.api;

/** No group has the name that was given. Nothing was done. */
public final class UnknownGroupException extends QueueException {

  private static final long serialVersionUID = 1L;

  public UnknownGroupException(String message) {
    super(message);
  }
}
