package io.hikyaku.admin;

import io.hikyaku.api.management.GroupStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
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
 * @param consumers that wait or work now
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
  "consumers"
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
    int consumers) {

  static List<GroupView> all(List<GroupStatus> groups) {
    return groups.stream().map(GroupView::of).toList();
  }

  private static GroupView of(GroupStatus group) {
    return new GroupView(
        group.name(),
        group.settings().order().name(),
        group.settings().deliveryLimit(),
        group.depth(),
        group.ready(),
        group.delayed(),
        group.inFlight(),
        group.bytes(),
        group.oldestAge().toMillis() / 1000.0,
        group.enqueuedTotal(),
        group.settledTotal(),
        group.enqueuedPerSecond(),
        group.settledPerSecond(),
        group.consumers());
  }
}
