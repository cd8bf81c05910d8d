package io.hikyaku.api.management;

import io.hikyaku.api.QueueException;

/** A group was not changed, as it is not any more what it was when the change was thought of. */
public class RevisionConflictException extends QueueException {

  private static final long serialVersionUID = 1L;

  private final long actual;

  /**
   * @param message what was expected and what is
   * @param actual the present revision
   */
  public RevisionConflictException(String message, long actual) {
    super(message);
    this.actual = actual;
  }

  /** The present revision. */
  public long actual() {
    return actual;
  }
}
