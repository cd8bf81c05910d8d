package io.hikyaku.store.index;

import io.hikyaku.api.management.GroupSettings;

/** When a message is delivered again after a failure. */
final class Redelivery {

  private Redelivery() {}

  /**
   * The earliest time of the next delivery, in epoch milliseconds; 0 for at once.
   *
   * @param failures how many there were, 1 or more
   */
  static long retryAt(Group group, int failures, long nowMillis) {
    GroupSettings settings = group.settings();
    long first = settings.redeliveryDelay().toMillis();
    if (first == 0) {
      return 0;
    }
    double delay = first * Math.pow(settings.redeliveryMultiplier(), failures - 1);
    return nowMillis + (long) Math.min(delay, (double) settings.redeliveryDelayMax().toMillis());
  }
}
