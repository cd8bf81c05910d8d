package io.hikyaku.delivery;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One way to get rid of a mail. Thread-safe. */
interface Transport {

  /**
   * Tries a mail once for the recipients of one domain.
   *
   * @return the outcome of each recipient, by address, in their order. The stage does not fail:
   *     what went wrong is a deferred outcome with the reason
   */
  CompletionStage<Map<String, Outcome>> deliver(Part part);

  /** Whether this destination is known to answer so slowly that nothing should wait for it. */
  default boolean isSlow(Part part) {
    return false;
  }
}
