package io.hikyaku.api;

/**
 * The store cannot be used now: it is stopping, stopped, or a segment has no primary yet. Nothing
 * was done.
 */
public final class StoreUnavailableException extends QueueException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message) {
    super(message);
  }

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
