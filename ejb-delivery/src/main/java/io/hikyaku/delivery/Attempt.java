package io.hikyaku.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One mail on its way. */
final class Attempt {

  final Mail mail;
  final Route route;
  final CompletableFuture<Map<String, Outcome>> outcomes;

  Attempt(Mail mail, Route route, CompletableFuture<Map<String, Outcome>> outcomes) {
    this.mail = mail;
    this.route = route;
    this.outcomes = outcomes;
  }

  /** What became of it by now; not waited for any longer. */
  Map<String, Outcome> outcomes(Duration waited) {
    if (!outcomes.isDone()) {
      return allDeferred("no answer within " + waited.toMillis() + " ms: outcome unknown");
    }
    try {
      return outcomes.join();
    } catch (CompletionException e) {
      // transports do not fail; should one do so, its mail is not lost for it
      return allDeferred("delivery failed: " + e.getCause());
    }
  }

  private Map<String, Outcome> allDeferred(String reason) {
    Map<String, Outcome> deferred = new LinkedHashMap<>();
    for (String recipient : mail.mail().recipients()) {
      deferred.put(recipient, Outcome.deferredHere(reason));
    }
    return deferred;
  }
}
