package io.hikyaku.jca;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.api.management.GroupSettings.WhenFull;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of a group from words like {@code deliveryLimit=5 expiry=2d}. */
final class GroupSettingsText {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final String KNOWN =
      "order=spread|keyed, deliveryLimit=<number>, redeliveryDelay=<time>,"
          + " redeliveryMultiplier=<number>, redeliveryDelayMax=<time>, expiry=<time>,"
          + " deadLetters=keep|discard, maxMessages=<number>, maxBytes=<number> or"
          + " fullWait=<time>; a time is 500ms, 10s, 5m, 2h or 1d";

  private final String group;
  private final List<String> faults;

  private GroupSettings settings = GroupSettings.spread();
  private Duration delay = settings.redeliveryDelay();
  private double multiplier = settings.redeliveryMultiplier();
  private Duration delayMax = settings.redeliveryDelayMax();
  private long maxMessages;
  private long maxBytes;
  private Duration fullWait = Duration.ZERO;

  private GroupSettingsText(String group, List<String> faults) {
    this.group = group;
    this.faults = faults;
  }

  /**
   * Reads the words behind the first, which is the group's name.
   *
   * @param faults takes what is wrong, each with the value and what is allowed
   */
  static GroupSettings parse(String[] words, List<String> faults) {
    GroupSettingsText text = new GroupSettingsText(words[0], faults);
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      text.set(words[i], pair[0], pair.length == 2 ? pair[1] : "");
    }
    return text.finish();
  }

  private void set(String word, String name, String value) {
    switch (name) {
      case "order" ->
          choice(name, value, "spread", Order.SPREAD, "keyed", Order.KEYED)
              .ifPresent(order -> settings = settings.withOrder(order));
      case "deliveryLimit" ->
          read(name, value, "a number of 1 or more", Integer::valueOf)
              .filter(limit -> allowed(name, value, "a number of 1 or more", limit >= 1))
              .ifPresent(limit -> settings = settings.withDeliveryLimit(limit));
      case "redeliveryDelay" -> time(name, value).ifPresent(time -> delay = time);
      case "redeliveryMultiplier" ->
          read(name, value, "a number", Double::valueOf).ifPresent(number -> multiplier = number);
      case "redeliveryDelayMax" -> time(name, value).ifPresent(time -> delayMax = time);
      case "expiry" ->
          time(name, value)
              .filter(time -> allowed(name, value, "longer than zero", !time.isZero()))
              .ifPresent(time -> settings = settings.withExpiry(time));
      case "deadLetters" ->
          choice(name, value, "discard", false, "keep", true)
              .ifPresent(kept -> settings = settings.withDeadLetters(kept));
      case "maxMessages" ->
          read(name, value, "a number", Long::valueOf).ifPresent(number -> maxMessages = number);
      case "maxBytes" ->
          read(name, value, "a number", Long::valueOf).ifPresent(number -> maxBytes = number);
      case "fullWait" -> time(name, value).ifPresent(time -> fullWait = time);
      default ->
          faults.add("groups: '" + word + "' of group '" + group + "' is not known: " + KNOWN);
    }
  }

  private GroupSettings finish() {
    try {
      return settings
          .withRedelivery(delay, multiplier, delayMax)
          .withLimits(maxMessages, maxBytes)
          .withWhenFull(fullWait.isZero() ? WhenFull.REFUSE : WhenFull.WAIT, fullWait);
    } catch (IllegalArgumentException e) {
      faults.add("groups: of group '" + group + "', " + e.getMessage());
      return settings;
    }
  }

  private <T> Optional<T> choice(
      String name, String value, String one, T ifOne, String other, T ifOther) {
    String word = value.toLowerCase(Locale.ROOT);
    Optional<T> choice = Optional.empty();
    if (word.equals(one)) {
      choice = Optional.of(ifOne);
    } else if (word.equals(other)) {
      choice = Optional.of(ifOther);
    }
    allowed(name, value, one + " or " + other, choice.isPresent());
    return choice;
  }

  private Optional<Duration> time(String name, String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!allowed(name, value, "a time as 500ms, 10s, 5m, 2h or 1d", matcher.matches())) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  private <T> Optional<T> read(
      String name, String value, String expected, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(value));
    } catch (NumberFormatException e) {
      allowed(name, value, expected, false);
      return Optional.empty();
    }
  }

  private boolean allowed(String name, String value, String expected, boolean sound) {
    if (!sound) {
      faults.add("groups: " + name + " of '" + group + "' is '" + value + "': " + expected);
    }
    return sound;
  }
}
