package io.hikyaku.benchmarks.chaos;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.benchmarks.history.Event.Kind;
import io.hikyaku.store.UnitOfWork;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a caller is told. */
enum Outcome {
  DONE(Kind.SEND_ACKNOWLEDGED, Kind.SETTLE_ACKNOWLEDGED),
  FAILED(Kind.SEND_FAILED, Kind.SETTLE_FAILED),
  UNKNOWN(Kind.SEND_UNKNOWN, Kind.SETTLE_UNKNOWN);

  private static final Logger LOG = Logger.getLogger(Outcome.class.getName());

  final Kind send;
  final Kind settle;

  Outcome(Kind send, Kind settle) {
    this.send = send;
    this.settle = settle;
  }

  static Outcome commit(UnitOfWork unit) {
    try {
      unit.commit().toCompletableFuture().join();
      return DONE;
    } catch (CompletionException e) {
      return of(e.getCause());
    } catch (RuntimeException e) {
      return of(e);
    }
  }

  private static Outcome of(Throwable failure) {
    if (failure instanceof OutcomeUnknownException) {
      return UNKNOWN;
    }
    if (failure instanceof QueueException) {
      return FAILED;
    }
    // not in the contract: nothing can be concluded from it, but somebody must look at it
    LOG.log(Level.WARNING, "a commit ended by something that is not in its contract", failure);
    return UNKNOWN;
  }
}
