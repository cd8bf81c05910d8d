package io.hikyaku.api.management;

import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.api.management.GroupSettings.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what is wrong with a group's settings. */
final class GroupSettingsFaults {

  /** Longer than anything that waits in memory; far from where milliseconds overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final List<String> faults = new ArrayList<>();

  private GroupSettingsFaults() {}

  static List<String> of(
      Order order,
      int deliveryLimit,
      Duration redeliveryDelay,
      double redeliveryMultiplier,
      Duration redeliveryDelayMax,
      Optional<Duration> expiry,
      long maxMessages,
      long maxBytes,
      WhenFull whenFull,
      Duration fullWait) {
    GroupSettingsFaults found = new GroupSettingsFaults();
    found.check(order != null, "order is missing: SPREAD or KEYED");
    found.check(deliveryLimit >= 1, "deliveryLimit is " + deliveryLimit + ": must be 1 or more");
    found.range("redeliveryDelay", redeliveryDelay, Duration.ZERO, LONGEST);
    found.check(
        redeliveryMultiplier >= 1 && redeliveryMultiplier <= 100,
        "redeliveryMultiplier is " + redeliveryMultiplier + ": must be from 1 to 100");
    found.range(
        "redeliveryDelayMax",
        redeliveryDelayMax,
        redeliveryDelay == null ? Duration.ZERO : redeliveryDelay,
        LONGEST);
    found.check(expiry != null, "expiry is missing: a duration, or Optional.empty() for never");
    if (expiry != null && expiry.isPresent()) {
      found.range("expiry", expiry.get(), SHORTEST, LONGEST);
    }
    found.check(maxMessages >= 0, "maxMessages is " + maxMessages + ": 0 for no limit, or more");
    found.check(maxBytes >= 0, "maxBytes is " + maxBytes + ": 0 for no limit, or more");
    found.check(whenFull != null, "whenFull is missing: REFUSE or WAIT");
    found.range(
        "fullWait",
        fullWait,
        whenFull == WhenFull.WAIT ? SHORTEST : Duration.ZERO,
        GroupSettings.MAX_FULL_WAIT);
    return found.faults;
  }

  private void check(boolean sound, String fault) {
    if (!sound) {
      faults.add(fault);
    }
  }

  private void range(String name, Duration value, Duration min, Duration max) {
    check(
        value != null && value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
        name + " is " + value + ": must be from " + min + " to " + max);
  }
}
