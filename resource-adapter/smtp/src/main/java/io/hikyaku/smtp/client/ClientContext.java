package io.hikyaku.smtp.client;

import io.hikyaku.smtp.EventLoops;
import io.hikyaku.smtp.tls.TlsContexts;
import io.netty.handler.ssl.SslContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** What all destinations of a client share. Thread-safe. */
final class ClientContext {

  final ClientCounters counters = new ClientCounters();
  final HostResolver resolver = new HostResolver();
  final Map<String, DestinationPool> pools = new ConcurrentHashMap<>();

  private final SmtpClientConfiguration configuration;
  private final EventLoops eventLoops;
  private final Optional<SslContext> tls;
  private volatile boolean stopping;

  ClientContext(SmtpClientConfiguration configuration, EventLoops eventLoops) {
    this.configuration = configuration;
    this.eventLoops = eventLoops;
    this.tls =
        configuration.startTls()
            ? Optional.of(TlsContexts.opportunisticClient())
            : Optional.empty();
  }

  SmtpClientConfiguration configuration() {
    return configuration;
  }

  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  /** For STARTTLS; empty if it is not to be used. */
  Optional<SslContext> tls() {
    return tls;
  }

  /** Gives a delivery to the pool of its site, on the thread of the pool. */
  void submit(Delivery delivery) {
    DestinationPool pool =
        pools.computeIfAbsent(
            delivery.site().name(),
            name -> new DestinationPool(this, delivery.site(), eventLoops.next()));
    try {
      pool.executor().execute(() -> pool.submit(delivery));
    } catch (RejectedExecutionException stopped) {
      delivery.refuse(DeliveryStage.LOCAL, LocalReplies.STOPPING);
    }
  }

  /** Takes one of the connections this client may have; to be given back when it is closed. */
  boolean takeConnection() {
    if (counters.connectionsOpen.incrementAndGet() > configuration.maxConnections()) {
      counters.connectionsOpen.decrementAndGet();
      return false;
    }
    counters.connectionsOpened.increment();
    return true;
  }

  void returnConnection() {
    counters.connectionsOpen.decrementAndGet();
  }
}
