package io.hikyaku.jca;

import io.hikyaku.api.QueueException;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.StoreConfiguration;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.net.BindException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Joins the cluster. What may pass is tried again here, because a server that sees a start fail
 * calls it again at any time and leaves endpoints dead; what will not pass, such as a port in use,
 * is reported at once.
 *
 * <p>Nor is a port waited for that the adapter's own predecessor still has: when a property
 * changes, Open Liberty starts the successor some times over and stops the predecessor only when
 * that has failed, so that waiting would only make the change last longer.
 */
final class StoreStart {

  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);

  private final Function<StoreConfiguration, QueueStore> stores;

  StoreStart(Function<StoreConfiguration, QueueStore> stores) {
    this.stores = stores;
  }

  QueueStore start(StoreConfiguration configuration) throws ResourceAdapterInternalException {
    Duration delay = FIRST_DELAY;
    for (int attempt = 1; ; attempt++) {
      try {
        return stores.apply(configuration);
      } catch (IllegalArgumentException e) {
        throw new ResourceAdapterInternalException(
            OperatorMessage.CONFIGURATION_FAULTS.text(e.getMessage()), e);
      } catch (QueueException e) {
        if (attempt == ATTEMPTS || isForGood(e)) {
          throw failed(configuration, e);
        }
        OperatorMessage.START_RETRIED.log(
            configuration.nodeName(),
            configuration.clusterName(),
            e.getMessage(),
            delay.toMillis());
        pause(delay, configuration, e);
        delay = delay.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration delay, StoreConfiguration configuration, QueueException e)
      throws ResourceAdapterInternalException {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw failed(configuration, e);
    }
  }

  private static boolean isForGood(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static ResourceAdapterInternalException failed(
      StoreConfiguration configuration, QueueException cause) {
    return new ResourceAdapterInternalException(
        OperatorMessage.START_FAILED.text(
            configuration.nodeName(), configuration.clusterName(), cause.getMessage()),
        cause);
  }
}
