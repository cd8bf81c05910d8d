package io.hikyaku.api.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * The mail for one destination.
 *
 * @param domain empty for mails to several domains that were not tried yet
 * @param depth mails that are stored
 * @param waiting those of them that wait for their next attempt
 * @param bytes of their contents
 * @param oldest when the oldest of them was stored as it is now
 * @param delivered recipients reached, by the node that is asked, since it started
 * @param deferred outcomes that were put off, likewise
 * @param failed recipients refused or given up, likewise
 * @param deliveredPerSecond over the last ten seconds or so, likewise
 * @param lastError what was met last, likewise; empty if nothing was
 * @param suspendedUntil if it is suspended
 * @param suspendedReason why; empty if it is not
 */
public record DestinationStatus(
    String domain,
    long depth,
    long waiting,
    long bytes,
    Optional<Instant> oldest,
    long delivered,
    long deferred,
    long failed,
    double deliveredPerSecond,
    String lastError,
    Optional<Instant> suspendedUntil,
    String suspendedReason) {}
