package io.hikyaku.delivery;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One way to get rid of a mail. Thread-safe. */
interface Transport {

  /**
   * Tries one mail once.
   *
   * @return the outcome of each recipient, in the order of the mail's recipients. The stage does
   *     not fail: what went wrong is a deferred outcome with the reason
   */
  CompletionStage<Map<String, Outcome>> deliver(Mail mail);
}
