package io.hikyaku.smtp.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a delivery ended, for every recipient of the mail. Immutable.
 *
 * @param destination the host that was talked to last, or would have been the first
 * @param requestsPassedOn whether that host was told what the sender wants to hear (RFC 3461)
 * @param outcomes by recipient, in the order and the writing of the mail
 */
public record DeliveryReport(
    SmtpDestination destination, boolean requestsPassedOn, Map<String, Outcome> outcomes) {

  public DeliveryReport {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** The outcome of one recipient; empty if the mail had no such recipient. */
  public Optional<Outcome> outcome(String recipient) {
    return Optional.ofNullable(outcomes.get(recipient));
  }

  /** Whether every recipient was delivered to. */
  public boolean allDelivered() {
    return outcomes.values().stream().allMatch(o -> o.kind() == Outcome.Kind.DELIVERED);
  }
}
