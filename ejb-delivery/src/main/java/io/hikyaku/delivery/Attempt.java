package io.hikyaku.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A part of a mail on its way.
 *
 * @param outcomes by address, when they are known
 */
record Attempt(Part part, CompletableFuture<Map<String, Outcome>> outcomes) {

  Route route() {
    return part.route();
  }

  /** What became of it; to be asked when {@link #outcomes} is done. */
  Map<String, Outcome> result() {
    try {
      return outcomes.join();
    } catch (CompletionException e) {
      // transports do not fail; should one do so, its mail is not lost for it
      Map<String, Outcome> deferred = new LinkedHashMap<>();
      for (String address : part.mail().addresses()) {
        deferred.put(address, Outcome.deferredHere("delivery failed: " + e.getCause()));
      }
      return deferred;
    }
  }
}
