package io.hikyaku.delivery;

import io.hikyaku.smtp.SmtpReply;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives mails to an application. That they are sent to its group, in the transaction of the batch,
 * is {@link MailDelivery}'s; here is decided whether they can be.
 */
record ApplicationTransport(Applications applications, String group, Clock clock)
    implements Transport {

  private static final SmtpReply NOT_YET =
      SmtpReply.of(451, "4.3.2", "The group of the application is not known yet");

  private static final Duration SOON = Duration.ofSeconds(2);

  @Override
  public CompletionStage<Map<String, Outcome>> deliver(Part part) {
    Outcome outcome = outcome();
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    part.mail().addresses().forEach(address -> outcomes.put(address, outcome));
    return CompletableFuture.completedStage(outcomes);
  }

  private Outcome outcome() {
    if (!applications.areKnown()) {
      return new Outcome.Held(NOT_YET, clock.instant().plus(SOON));
    }
    return applications
        .refusal(group)
        .<Outcome>map(reply -> new Outcome.Deferred(reply, ""))
        .orElse(Outcome.DELIVERED);
  }
}
