package io.hikyaku.store.node;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for leases on the caller's thread. */
final class BlockingReceive {

  private BlockingReceive() {}

  /** What came in time; nothing is lost that comes at the last moment. */
  static List<Lease> await(CompletableFuture<List<Lease>> leases, Duration wait) {
    try {
      return leases.get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return leases.cancel(false) ? List.of() : leases.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return leases.cancel(false) ? List.of() : leases.join();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownGroupException deleted) {
        throw new UnknownGroupException(deleted.getMessage());
      }
      throw new StoreUnavailableException(e.getCause().getMessage(), e.getCause());
    }
  }
}
