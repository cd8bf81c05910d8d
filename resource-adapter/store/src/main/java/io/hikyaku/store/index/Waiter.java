package io.hikyaku.store.index;

import io.hikyaku.store.Lease;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A consumer that waits, here or on another member. Cancelling it takes it out of the queue. */
final class Waiter extends CompletableFuture<List<Lease>> {

  final Holder holder;
  final int max;
  private final Consumer<Waiter> onCancel;

  Waiter(Holder holder, int max, Consumer<Waiter> onCancel) {
    this.holder = holder;
    this.max = max;
    this.onCancel = onCancel;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      onCancel.accept(this);
    }
    return cancelled;
  }
}
