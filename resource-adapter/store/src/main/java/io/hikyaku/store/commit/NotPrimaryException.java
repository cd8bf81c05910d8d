package io.hikyaku.store.commit;

import io.hikyaku.api.QueueException;

/** The segment is not open here, or no longer. Nothing was done; its primary is to be asked. */
final class NotPrimaryException extends QueueException {

  private static final long serialVersionUID = 1L;

  NotPrimaryException(int segment) {
    this("segment " + segment + " is not open on this node");
  }

  NotPrimaryException(String message) {
    super(message);
  }
}
