package io.hikyaku.admin;

import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.util.List;

/**
 * One group, as {@link GroupStatus} has it.
 *
 * @param name of the group
 * @param order {@code SPREAD} or {@code KEYED}
 * @param deliveryLimit deliveries before a message goes to the dead letters
 * @param depth all messages stored: ready, delayed and in flight
 * @param ready messages that wait for a consumer
 * @param delayed messages held back until their time
 * @param inFlight messages leased to a consumer
 * @param storedBytes without backup copies
 * @param oldestAgeSeconds of the oldest message that is ready or in flight; zero when there is none
 * @param enqueuedTotal messages taken since the nodes started
 * @param settledTotal messages consumed since the nodes started
 * @param enqueuedPerSecond over the last ten seconds
 * @param settledPerSecond over the last ten seconds
 * @param consumers that wait now
 * @param paused whether no messages are given out
 * @param redeliveredTotal deliveries after a message's first
 * @param deadTotal messages that failed too often or expired
 * @param expiredTotal those of them that expired
 * @param discardedTotal those of them that were discarded
 * @param redeliveryDelaySeconds pause after the first failed delivery; zero for none
 * @param redeliveryMultiplier what the pause grows by at each further failure
 * @param redeliveryDelayMaxSeconds the longest pause
 * @param expirySeconds after which a message expires; zero for never
 * @param deadLetters whether dead letters are kept
 * @param maxMessages limit in messages; zero for none
 * @param maxBytes limit in bytes; zero for none
 * @param whenFull {@code REFUSE} or {@code WAIT}
 * @param fullWaitSeconds how long a send waits for room
 */
@JsonbPropertyOrder({
  "name",
  "order",
  "deliveryLimit",
  "depth",
  "ready",
  "delayed",
  "inFlight",
  "storedBytes",
  "oldestAgeSeconds",
  "enqueuedTotal",
  "settledTotal",
  "enqueuedPerSecond",
  "settledPerSecond",
  "consumers",
  "paused",
  "redeliveredTotal",
  "deadTotal",
  "expiredTotal",
  "discardedTotal",
  "redeliveryDelaySeconds",
  "redeliveryMultiplier",
  "redeliveryDelayMaxSeconds",
  "expirySeconds",
  "deadLetters",
  "maxMessages",
  "maxBytes",
  "whenFull",
  "fullWaitSeconds"
})
public record GroupView(
    String name,
    String order,
    int deliveryLimit,
    long depth,
    long ready,
    long delayed,
    long inFlight,
    long storedBytes,
    double oldestAgeSeconds,
    long enqueuedTotal,
    long settledTotal,
    double enqueuedPerSecond,
    double settledPerSecond,
    int consumers,
    boolean paused,
    long redeliveredTotal,
    long deadTotal,
    long expiredTotal,
    long discardedTotal,
    double redeliveryDelaySeconds,
    double redeliveryMultiplier,
    double redeliveryDelayMaxSeconds,
    double expirySeconds,
    boolean deadLetters,
    long maxMessages,
    long maxBytes,
    String whenFull,
    double fullWaitSeconds) {

  static List<GroupView> all(List<GroupStatus> groups) {
    return groups.stream().map(GroupView::of).toList();
  }

  private static GroupView of(GroupStatus group) {
    GroupSettings settings = group.settings();
    return new GroupView(
        group.name(),
        settings.order().name(),
        settings.deliveryLimit(),
        group.depth(),
        group.ready(),
        group.delayed(),
        group.inFlight(),
        group.bytes(),
        Seconds.of(group.oldestAge()),
        group.enqueuedTotal(),
        group.settledTotal(),
        group.enqueuedPerSecond(),
        group.settledPerSecond(),
        group.consumers(),
        group.paused(),
        group.redeliveredTotal(),
        group.deadTotal(),
        group.expiredTotal(),
        group.discardedTotal(),
        Seconds.of(settings.redeliveryDelay()),
        settings.redeliveryMultiplier(),
        Seconds.of(settings.redeliveryDelayMax()),
        Seconds.of(settings.expiry().orElse(Duration.ZERO)),
        settings.deadLetters(),
        settings.maxMessages(),
        settings.maxBytes(),
        settings.whenFull().name(),
        Seconds.of(settings.fullWait()));
  }
}
