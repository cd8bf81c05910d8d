package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.List;

/** All that was seen of one message. */
final class Story {

  private final long message;
  private int key = Event.NO_KEY;
  private Kind send;
  private long sentAt = Long.MAX_VALUE;
  private boolean stillThere;
  private final List<Delivery> deliveries = new ArrayList<>(1);

  Story(long message) {
    this.message = message;
  }

  /** Takes the next event in time. */
  void add(Event event, int rank) {
    switch (event.kind()) {
      case SEND_BEGUN, SEND_ACKNOWLEDGED, SEND_FAILED, SEND_UNKNOWN -> {
        send = event.kind();
        sentAt = Math.min(sentAt, event.nanos());
        key = event.key();
      }
      case RECEIVED -> deliveries.add(new Delivery(event, rank));
      case STILL_THERE -> stillThere = true;
      default -> lastDeliveryOf(event).outcome(event);
    }
  }

  private Delivery lastDeliveryOf(Event event) {
    for (int i = deliveries.size() - 1; i >= 0; i--) {
      if (deliveries.get(i).isOf(event)) {
        return deliveries.get(i);
      }
    }
    throw new IllegalArgumentException(event + " without a delivery to that thread");
  }

  long message() {
    return message;
  }

  int key() {
    return key;
  }

  /** When its send was begun. */
  long sentAt() {
    return sentAt;
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  boolean wasSent(Kind outcome) {
    return send == outcome;
  }

  /** Whether the store answered nothing, or that it does not know. */
  boolean sendIsUnknown() {
    return send == Kind.SEND_BEGUN || send == Kind.SEND_UNKNOWN;
  }

  boolean isSettled() {
    return deliveries.stream().anyMatch(delivery -> delivery.is(Kind.SETTLE_ACKNOWLEDGED));
  }

  /** Acknowledged, not consumed, and not there. */
  boolean isLost() {
    return send == Kind.SEND_ACKNOWLEDGED
        && !stillThere
        && deliveries.stream().noneMatch(Delivery::mayHaveSettled);
  }

  /** Seen, though nobody sent it or its sender was told that nothing took effect. */
  boolean isInvented() {
    return (send == null || send == Kind.SEND_FAILED) && (stillThere || !deliveries.isEmpty());
  }

  @Override
  public String toString() {
    return "message "
        + Event.name(message)
        + (key == Event.NO_KEY ? "" : " key " + key)
        + " "
        + (send == null ? "never sent" : send)
        + (stillThere ? ", still there" : "")
        + ", deliveries "
        + deliveries;
  }
}
