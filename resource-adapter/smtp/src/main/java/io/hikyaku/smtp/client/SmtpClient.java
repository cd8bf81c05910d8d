package io.hikyaku.smtp.client;

import io.hikyaku.smtp.EventLoops;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Delivers mails by SMTP over pooled connections, pipelined where the server offers it (RFC 5321,
 * RFC 2920, RFC 1870, RFC 6152). Thread-safe.
 *
 * <p>It has a few event loop threads of its own, named {@code hikyaku-smtp-client-…}, however many
 * connections there are; they are gone when {@link #close} returns.
 */
public final class SmtpClient implements AutoCloseable {

  private static final long POLL_MS = 10;
  private static final long ABORT_MS = 2000;

  private final ClientContext context;
  private final EventLoops eventLoops;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SmtpClient(SmtpClientConfiguration configuration) {
    eventLoops = EventLoops.start("hikyaku-smtp-client", configuration.eventLoopThreads());
    context = new ClientContext(configuration, eventLoops);
  }

  /**
   * Starts a client; it connects when there is something to deliver.
   *
   * @throws IllegalArgumentException if the configuration has faults, naming all of them
   */
  public static SmtpClient start(SmtpClientConfiguration configuration) {
    List<String> faults = configuration.faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("SMTP client configuration: " + String.join("; ", faults));
    }
    SmtpClient client = new SmtpClient(configuration);
    EventLoops.forgetThread();
    return client;
  }

  /**
   * Delivers a mail. Never blocks.
   *
   * @return the outcome for every recipient; never completes exceptionally. It completes on an
   *     event loop thread: what follows must not block, or go on elsewhere ({@code
   *     thenApplyAsync}). It always completes, within the timeouts of the configuration, by {@link
   *     #close} at the latest
   */
  public CompletionStage<DeliveryReport> deliver(SmtpDestination destination, OutgoingMail mail) {
    return deliver(SmtpSite.of(destination), mail);
  }

  /** The same to a site of several servers, which are tried in their order. */
  public CompletionStage<DeliveryReport> deliver(SmtpSite site, OutgoingMail mail) {
    Objects.requireNonNull(site, "site");
    SmtpClientConfiguration configuration = context.configuration();
    Delivery delivery =
        new Delivery(
            site,
            mail,
            context.counters,
            System.nanoTime() + configuration.waitTimeout().toNanos());
    if (delivery.finishedLocally()) {
      return delivery.report();
    }
    if (context.stopping()) {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.STOPPING);
    } else if (context.counters.deliveriesActive.get() > configuration.maxDeliveries()) {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.TOO_MANY_DELIVERIES);
    } else {
      context.submit(delivery);
    }
    return delivery.report();
  }

  /** Whether a mail given to this site now will likely take longer than a moment. */
  public boolean isSlow(SmtpSite site) {
    DestinationPool pool = context.pools.get(site.name());
    return pool != null && pool.health().isSlow();
  }

  /** The counters now. */
  public SmtpClientStatistics statistics() {
    return context.counters.read(context.pools.size());
  }

  /**
   * Stops: mails that wait for a connection are TEMPORARY at once, those on a connection get the
   * drain timeout to finish, and what is left is decided as for a lost connection. Blocks until all
   * threads of the client have ended. Idempotent; not to be called on an event loop thread.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    context.stop();
    onEachPool(DestinationPool::stop);
    awaitNoPools(context.configuration().drainTimeout().toMillis());
    onEachPool(DestinationPool::abort);
    awaitNoPools(ABORT_MS);
    context.resolver.close();
    eventLoops.stop();
  }

  private void onEachPool(Consumer<DestinationPool> task) {
    for (DestinationPool pool : context.pools.values()) {
      try {
        pool.executor().execute(() -> task.accept(pool));
      } catch (RejectedExecutionException stopped) {
        throw new IllegalStateException("SMTP event loops ended before their client", stopped);
      }
    }
  }

  private void awaitNoPools(long limitMs) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
    boolean interrupted = false;
    while (!context.pools.isEmpty() && System.nanoTime() - deadlineNs < 0) {
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException wantsToEnd) {
        interrupted = true;
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
