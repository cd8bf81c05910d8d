package io.hikyaku.api;

/**
 * The memory limit is reached. Nothing was stored; it can be tried again when consumers caught up.
 */
public final class StoreFullException extends QueueException {

  private static final long serialVersionUID = 1L;

  public StoreFullException(String message) {
    super(message);
  }
}
