package io.hikyaku.api;

/** Copies are missing and the store is set to refuse then. Nothing was stored. */
public final class NoBackupException extends QueueException {

  private static final long serialVersionUID = 1L;

  public NoBackupException(String message) {
    super(message);
  }
}
