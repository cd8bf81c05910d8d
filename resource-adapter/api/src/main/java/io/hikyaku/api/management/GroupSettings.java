package io.hikyaku.api.management;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a group behaves. Immutable; start from {@link #spread()} or {@link #keyed()} and change what
 * is to be otherwise: {@code GroupSettings.keyed().withDeliveryLimit(5)}.
 *
 * @param order whether messages are spread for speed or kept in order by key
 * @param deliveryLimit how often a message is delivered before it goes to the group's dead letters;
 *     1 or more
 * @param redeliveryDelay how long a message waits after its first failed delivery; zero: not at
 *     all, it is the next to be delivered. In a keyed group the messages behind it wait with it
 * @param redeliveryMultiplier what the delay is multiplied with at each further failure; 1 or more
 * @param redeliveryDelayMax the longest delay
 * @param expiry how long after its sending a message goes to the dead letters if it was not
 *     consumed; empty: never. {@link io.hikyaku.api.Message#expireAt} goes before
 * @param deadLetters whether messages that failed too often or expired are kept in the group {@code
 *     <name>.dead}; if not, they are discarded, which is counted and logged
 * @param maxMessages how many messages the group holds on all nodes together, 0 for no limit. Nodes
 *     know each other's counts as of up to a second ago: a burst over several nodes may overshoot
 *     by what they take within that second
 * @param maxBytes how many bytes of messages, likewise
 * @param whenFull what becomes of a send that is over one of these limits
 * @param fullWait how long such a send waits with {@link WhenFull#WAIT}; up to {@link
 *     #MAX_FULL_WAIT}
 */
public record GroupSettings(
    Order order,
    int deliveryLimit,
    Duration redeliveryDelay,
    double redeliveryMultiplier,
    Duration redeliveryDelayMax,
    Optional<Duration> expiry,
    boolean deadLetters,
    long maxMessages,
    long maxBytes,
    WhenFull whenFull,
    Duration fullWait) {

  /** How often a message is delivered if nothing else is said: as in most messaging servers. */
  public static final int DEFAULT_DELIVERY_LIMIT = 10;

  /** The longest that a send waits for room. */
  public static final Duration MAX_FULL_WAIT = Duration.ofMinutes(1);

  /** The suffix of the name of the group that takes another group's dead letters. */
  public static final String DEAD_LETTER_SUFFIX = ".dead";

  /** How a group places and orders its messages. */
  public enum Order {
    /** Any node takes and delivers a message; order is kept only roughly. */
    SPREAD,
    /** Messages of one key are delivered one after the other, in the order they were sent. */
    KEYED
  }

  /** What becomes of a send to a group that is full. */
  public enum WhenFull {
    /** It is refused with {@link io.hikyaku.api.StoreFullException}. */
    REFUSE,
    /** It waits for room, in its turn, and is refused if there is none in time. */
    WAIT
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming every fault, with the value and what is allowed
   */
  public GroupSettings {
    List<String> faults =
        GroupSettingsFaults.of(
            order,
            deliveryLimit,
            redeliveryDelay,
            redeliveryMultiplier,
            redeliveryDelayMax,
            expiry,
            maxMessages,
            maxBytes,
            whenFull,
            fullWait);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  /** A spread group with the defaults. */
  public static GroupSettings spread() {
    return withDefaults(Order.SPREAD);
  }

  /** A keyed group with the defaults. */
  public static GroupSettings keyed() {
    return withDefaults(Order.KEYED);
  }

  private static GroupSettings withDefaults(Order order) {
    return new GroupSettings(
        order,
        DEFAULT_DELIVERY_LIMIT,
        Duration.ZERO,
        2,
        Duration.ofHours(1),
        Optional.empty(),
        true,
        0,
        0,
        WhenFull.REFUSE,
        Duration.ZERO);
  }

  /** Whether the group has a limit in messages or bytes. */
  public boolean isLimited() {
    return maxMessages > 0 || maxBytes > 0;
  }

  /** The same with another order. */
  public GroupSettings withOrder(Order newOrder) {
    return new GroupSettings(
        newOrder,
        deliveryLimit,
        redeliveryDelay,
        redeliveryMultiplier,
        redeliveryDelayMax,
        expiry,
        deadLetters,
        maxMessages,
        maxBytes,
        whenFull,
        fullWait);
  }

  /** The same with another delivery limit. */
  public GroupSettings withDeliveryLimit(int limit) {
    return new GroupSettings(
        order,
        limit,
        redeliveryDelay,
        redeliveryMultiplier,
        redeliveryDelayMax,
        expiry,
        deadLetters,
        maxMessages,
        maxBytes,
        whenFull,
        fullWait);
  }

  /** The same with other delays after failed deliveries. */
  public GroupSettings withRedelivery(Duration delay, double multiplier, Duration max) {
    return new GroupSettings(
        order,
        deliveryLimit,
        delay,
        multiplier,
        max,
        expiry,
        deadLetters,
        maxMessages,
        maxBytes,
        whenFull,
        fullWait);
  }

  /** The same with messages that expire after this time; empty for never. */
  public GroupSettings withExpiry(Optional<Duration> time) {
    return new GroupSettings(
        order,
        deliveryLimit,
        redeliveryDelay,
        redeliveryMultiplier,
        redeliveryDelayMax,
        time,
        deadLetters,
        maxMessages,
        maxBytes,
        whenFull,
        fullWait);
  }

  /** The same with messages that expire after this time. */
  public GroupSettings withExpiry(Duration time) {
    return withExpiry(Optional.of(time));
  }

  /** The same with dead letters kept, or discarded. */
  public GroupSettings withDeadLetters(boolean kept) {
    return new GroupSettings(
        order,
        deliveryLimit,
        redeliveryDelay,
        redeliveryMultiplier,
        redeliveryDelayMax,
        expiry,
        kept,
        maxMessages,
        maxBytes,
        whenFull,
        fullWait);
  }

  /** The same with other limits; 0 for none. */
  public GroupSettings withLimits(long messages, long bytes) {
    return new GroupSettings(
        order,
        deliveryLimit,
        redeliveryDelay,
        redeliveryMultiplier,
        redeliveryDelayMax,
        expiry,
        deadLetters,
        messages,
        bytes,
        whenFull,
        fullWait);
  }

  /** The same with sends refused that are over a limit. */
  public GroupSettings refusingWhenFull() {
    return withWhenFull(WhenFull.REFUSE, Duration.ZERO);
  }

  /** The same with sends waiting that are over a limit. */
  public GroupSettings waitingWhenFull(Duration wait) {
    return withWhenFull(WhenFull.WAIT, wait);
  }

  /** The same with another way to treat sends that are over a limit. */
  public GroupSettings withWhenFull(WhenFull choice, Duration wait) {
    return new GroupSettings(
        order,
        deliveryLimit,
        redeliveryDelay,
        redeliveryMultiplier,
        redeliveryDelayMax,
        expiry,
        deadLetters,
        maxMessages,
        maxBytes,
        choice,
        wait);
  }
}
