package io.hikyaku.api.management;

/**
 * How a group behaves.
 *
 * @param order whether messages are spread for speed or kept in order by key
 * @param deliveryLimit how often a message is delivered before it goes to the group's dead letters;
 *     1 or more
 */
public record GroupSettings(Order order, int deliveryLimit) {

  /** How often a message is delivered if nothing else is said: as in most messaging servers. */
  public static final int DEFAULT_DELIVERY_LIMIT = 10;

  /** The suffix of the name of the group that takes another group's dead letters. */
  public static final String DEAD_LETTER_SUFFIX = ".dead";

  /** How a group places and orders its messages. */
  public enum Order {
    /** Any node takes and delivers a message; order is kept only roughly. */
    SPREAD,
    /** Messages of one key are delivered one after the other, in the order they were sent. */
    KEYED
  }

  public GroupSettings {
    if (order == null) {
      throw new IllegalArgumentException("order is missing: SPREAD or KEYED");
    }
    if (deliveryLimit < 1) {
      throw new IllegalArgumentException(
          "deliveryLimit is " + deliveryLimit + ": must be 1 or more");
    }
  }

  /** A spread group with the defaults. */
  public static GroupSettings spread() {
    return new GroupSettings(Order.SPREAD, DEFAULT_DELIVERY_LIMIT);
  }

  /** A keyed group with the defaults. */
  public static GroupSettings keyed() {
    return new GroupSettings(Order.KEYED, DEFAULT_DELIVERY_LIMIT);
  }

  /** The same with another delivery limit. */
  public GroupSettings withDeliveryLimit(int limit) {
    return new GroupSettings(order, limit);
  }
}
