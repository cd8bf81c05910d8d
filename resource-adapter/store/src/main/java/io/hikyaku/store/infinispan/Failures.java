package io.hikyaku.store.infinispan;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.StoreConfiguration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.infinispan.commons.IllegalLifecycleStateException;
import org.infinispan.partitionhandling.AvailabilityException;

/** Turns failures of Infinispan and JGroups into those of the store. */
final class Failures {

  private Failures() {}

  /** The failure of an operation on pages or tables. */
  static Throwable ofOperation(String what, Throwable failure) {
    Throwable cause = unwrap(failure);
    if (find(cause, AvailabilityException.class) != null) {
      return new StoreUnavailableException(
          what + ": this side of a split may not go on until the nodes see each other again",
          cause);
    }
    if (find(cause, IllegalLifecycleStateException.class) != null) {
      return new StoreUnavailableException(what + ": the node is stopping", cause);
    }
    if (find(cause, org.infinispan.commons.TimeoutException.class) != null
        || cause instanceof TimeoutException) {
      TimeoutException timeout =
          new TimeoutException(what + ": not every owner answered in time: " + cause.getMessage());
      timeout.initCause(cause);
      return timeout;
    }
    return new IllegalStateException(what + " failed: " + cause, cause);
  }

  /** What is asked of a node that stops. */
  static StoreUnavailableException stopped(String what) {
    return new StoreUnavailableException(what + ": the node is stopping");
  }

  /** The failure to join, saying what an operator can do. */
  static StoreUnavailableException ofJoin(StoreConfiguration configuration, Throwable failure) {
    if (failure instanceof StoreUnavailableException unavailable) {
      return unavailable;
    }
    return new StoreUnavailableException(
        "node "
            + configuration.nodeName()
            + " cannot join cluster "
            + configuration.clusterName()
            + " at "
            + configuration.bindAddress()
            + ":"
            + configuration.bindPort()
            + ": "
            + rootMessage(failure),
        failure);
  }

  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
