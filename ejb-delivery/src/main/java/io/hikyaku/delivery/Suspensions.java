package io.hikyaku.delivery;

import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.smtp.SmtpReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Destinations that an operator has suspended. They stand in a group of their own, so that all
 * nodes know them and none forgets; each node reads it every few seconds. Thread-safe.
 */
final class Suspensions {

  /** The group, a message for each, with the domain as its key; expired ones go by themselves. */
  static final String GROUP_SUFFIX = ".suspended";

  static final String REASON = "suspended-reason";
  static final String UNTIL = "suspended-until";

  /** Mails of a suspended destination look again after this time, in case that it is resumed. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** One of them. */
  record Suspension(String domain, String reason, Instant until) {}

  private final Clock clock;
  private volatile Map<String, Suspension> byDomain = Map.of();

  Suspensions(Clock clock) {
    this.clock = clock;
  }

  /** Takes over what the group says. */
  void read(List<MessageStatus> messages) {
    Map<String, Suspension> read = new HashMap<>();
    for (MessageStatus message : messages) {
      String domain = message.key().orElse("").toLowerCase(Locale.ROOT);
      Instant until = Instant.parse(message.headers().get(UNTIL));
      read.merge(
          domain,
          new Suspension(domain, message.headers().getOrDefault(REASON, ""), until),
          (one, other) -> one.until().isAfter(other.until()) ? one : other);
    }
    byDomain = Map.copyOf(read);
  }

  /** The suspension of a domain that is in force. */
  Optional<Suspension> of(String domain) {
    return Optional.ofNullable(byDomain.get(domain))
        .filter(suspension -> clock.instant().isBefore(suspension.until()));
  }

  /** Outcomes for a mail that is not to be tried now; empty if it may be. */
  Optional<Map<String, Outcome>> held(Part part) {
    if (byDomain.isEmpty()) {
      return Optional.empty();
    }
    return of(part.domain())
        .map(
            suspension -> {
              Instant look = clock.instant().plus(LOOK_AGAIN);
              Instant until = look.isBefore(suspension.until()) ? look : suspension.until();
              Outcome held =
                  new Outcome.Held(
                      SmtpReply.of(
                          450,
                          "4.3.2",
                          "Destination suspended until "
                              + suspension.until()
                              + ": "
                              + suspension.reason()),
                      until);
              Map<String, Outcome> outcomes = new LinkedHashMap<>();
              part.mail().addresses().forEach(address -> outcomes.put(address, held));
              return outcomes;
            });
  }
}
