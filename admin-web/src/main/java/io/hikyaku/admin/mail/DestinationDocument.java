package io.hikyaku.admin.mail;

import io.hikyaku.api.mail.DestinationStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * One destination, as {@link DestinationStatus} has it.
 *
 * @param domain empty for mails to several domains that were not tried yet
 * @param depth mails stored
 * @param waiting those of them that wait for their next attempt
 * @param storedBytes of their contents
 * @param oldestAgeSeconds since the oldest was stored; zero if there is none
 * @param deliveredTotal recipients, by the node that is asked
 * @param deferredTotal likewise
 * @param failedTotal likewise
 * @param deliveredPerSecond likewise
 * @param lastError likewise
 * @param suspendedUntil ISO-8601; empty if it is not suspended
 * @param suspendedReason empty if it is not suspended
 */
public record DestinationDocument(
    String domain,
    long depth,
    long waiting,
    long storedBytes,
    double oldestAgeSeconds,
    long deliveredTotal,
    long deferredTotal,
    long failedTotal,
    double deliveredPerSecond,
    String lastError,
    String suspendedUntil,
    String suspendedReason) {

  static DestinationDocument of(DestinationStatus status, Instant now) {
    return new DestinationDocument(
        status.domain(),
        status.depth(),
        status.waiting(),
        status.bytes(),
        status
            .oldest()
            .map(oldest -> Math.max(0, Duration.between(oldest, now).toMillis()) / 1000.0)
            .orElse(0.0),
        status.delivered(),
        status.deferred(),
        status.failed(),
        status.deliveredPerSecond(),
        status.lastError(),
        status.suspendedUntil().map(Instant::toString).orElse(""),
        status.suspendedReason());
  }
}
