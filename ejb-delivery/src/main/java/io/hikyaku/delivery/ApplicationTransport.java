package io.hikyaku.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives mails to an application. That they are sent to its group, in the transaction of the batch,
 * is {@link MailDelivery}'s; here is decided whether they can be.
 */
record ApplicationTransport(Applications applications, String group) implements Transport {

  @Override
  public CompletionStage<Map<String, Outcome>> deliver(Part part) {
    Outcome outcome =
        applications
            .refusal(group)
            .<Outcome>map(reply -> new Outcome.Deferred(reply, ""))
            .orElse(Outcome.DELIVERED);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    part.mail().addresses().forEach(address -> outcomes.put(address, outcome));
    return CompletableFuture.completedStage(outcomes);
  }
}
