package io.hikyaku.admin.queue;

import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.api.management.GroupSettings.WhenFull;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Settings of a group; what is null gets its default. See {@link GroupSettings}.
 *
 * @param expirySeconds zero for never
 */
public record SettingsDocument(
    String order,
    Integer deliveryLimit,
    Double redeliveryDelaySeconds,
    Double redeliveryMultiplier,
    Double redeliveryDelayMaxSeconds,
    Double expirySeconds,
    Boolean keepDeadLetters,
    Long maxMessages,
    Long maxBytes,
    String whenFull,
    Double fullWaitSeconds) {

  private static final double MILLIS = 1000;
  private static final double LONGEST_SECONDS = 1e9;

  static SettingsDocument of(GroupSettings settings) {
    return new SettingsDocument(
        settings.order().name(),
        settings.deliveryLimit(),
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

  /**
   * As the store takes them.
   *
   * @throws IllegalArgumentException naming every fault
   */
  GroupSettings settings() {
    GroupSettings base = GroupSettings.spread();
    Duration expiry = duration("expirySeconds", expirySeconds, Duration.ZERO);
    return new GroupSettings(
        one("order", Order.class, order, base.order()),
        or(deliveryLimit, base.deliveryLimit()),
        duration("redeliveryDelaySeconds", redeliveryDelaySeconds, base.redeliveryDelay()),
        or(redeliveryMultiplier, base.redeliveryMultiplier()),
        duration("redeliveryDelayMaxSeconds", redeliveryDelayMaxSeconds, base.redeliveryDelayMax()),
        expiry.isZero() ? Optional.empty() : Optional.of(expiry),
        or(keepDeadLetters, base.deadLetters()),
        or(maxMessages, base.maxMessages()),
        or(maxBytes, base.maxBytes()),
        one("whenFull", WhenFull.class, whenFull, base.whenFull()),
        duration("fullWaitSeconds", fullWaitSeconds, base.fullWait()));
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static Duration duration(String field, Double value, Duration otherwise) {
    if (value == null) {
      return otherwise;
    } else if (value.isNaN() || Math.abs(value) > LONGEST_SECONDS) {
      throw notAllowed(field, value.toString(), "a number of seconds up to 1000000000");
    }
    return Duration.ofMillis(Math.round(value * MILLIS));
  }

  private static <E extends Enum<E>> E one(String field, Class<E> type, String value, E otherwise) {
    if (value == null) {
      return otherwise;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(value.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> notAllowed(field, value, "one of " + Arrays.toString(type.getEnumConstants())));
  }

  private static RuntimeException notAllowed(String field, String value, String allowed) {
    return Problem.of(400, "not-allowed-value", field + " is '" + value + "': must be " + allowed)
        .withField(field)
        .exception();
  }
}
