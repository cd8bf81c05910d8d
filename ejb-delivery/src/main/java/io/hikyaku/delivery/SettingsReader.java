package io.hikyaku.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the settings by name, and reports all their faults together. */
final class SettingsReader {

  static final String PREFIX = "hikyaku.delivery.";

  private static final String DEFAULT_ROUTE = PREFIX + "default";
  private static final String ROUTES = PREFIX + "routes";
  private static final String MAILBOX_DIRECTORY = PREFIX + "mailbox.directory";
  private static final String MAILBOX_SYNC = PREFIX + "mailbox.sync";
  private static final String RETRY_FIRST = PREFIX + "retry.first";
  private static final String RETRY_LONGEST = PREFIX + "retry.longest";
  private static final String GIVE_UP_AFTER = PREFIX + "retry.give-up-after";
  private static final String HOST_NAME = PREFIX + "hostname";
  private static final String TIMEOUT = PREFIX + "timeout";
  private static final String CONNECTIONS = PREFIX + "connections";

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              DEFAULT_ROUTE,
              ROUTES,
              MAILBOX_DIRECTORY,
              MAILBOX_SYNC,
              RETRY_FIRST,
              RETRY_LONGEST,
              GIVE_UP_AFTER,
              HOST_NAME,
              TIMEOUT,
              CONNECTIONS));

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration LONGEST_RETRY = Duration.ofDays(365);

  private final Function<String, Optional<String>> source;
  private final List<String> faults = new ArrayList<>();

  private SettingsReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /**
   * Reads all settings.
   *
   * @param names of all settings that the source knows; a misspelt one of ours is a fault
   * @param source gives the value of a name, empty for the default
   * @throws InvalidSettingsException with every fault
   */
  static DeliverySettings read(Iterable<String> names, Function<String, Optional<String>> source) {
    SettingsReader reader = new SettingsReader(source);
    reader.checkNames(names);
    DeliverySettings settings = reader.settings();
    if (!reader.faults.isEmpty()) {
      throw new InvalidSettingsException(reader.faults);
    }
    return settings;
  }

  private void checkNames(Iterable<String> names) {
    for (String name : names) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        faults.add(name + " is not known; there are " + String.join(", ", KNOWN));
      }
    }
  }

  private DeliverySettings settings() {
    return new DeliverySettings(
        routes(),
        value(MAILBOX_DIRECTORY, "mailbox", SettingsReader::path, Path.of("")),
        value(MAILBOX_SYNC, "false", SettingsReader::flag, false),
        retry(),
        value(HOST_NAME, localHostName(), SettingsReader::hostName, ""),
        duration(TIMEOUT, "60s", LONGEST_TIMEOUT),
        value(CONNECTIONS, "20", SettingsReader::connections, 1));
  }

  private RouteTable routes() {
    Route otherwise = value(DEFAULT_ROUTE, "mailbox", Route::parse, new Route.LocalMailbox());
    List<String> entryFaults = new ArrayList<>();
    Map<String, Route> byDomain =
        RouteTable.parseEntries(source.apply(ROUTES).orElse(""), entryFaults);
    entryFaults.forEach(fault -> faults.add(ROUTES + ": " + fault));
    return new RouteTable(byDomain, otherwise);
  }

  private RetrySchedule retry() {
    RetrySchedule defaults = RetrySchedule.DEFAULT;
    Duration first = duration(RETRY_FIRST, defaults.first().toSeconds() + "s", LONGEST_RETRY);
    Duration longest = duration(RETRY_LONGEST, defaults.longest().toSeconds() + "s", LONGEST_RETRY);
    Duration end = duration(GIVE_UP_AFTER, defaults.giveUpAfter().toSeconds() + "s", LONGEST_RETRY);
    if (first.compareTo(longest) > 0) {
      faults.add(
          RETRY_FIRST
              + " is longer than "
              + RETRY_LONGEST
              + ": "
              + first.toSeconds()
              + " s and "
              + longest.toSeconds()
              + " s");
    }
    return new RetrySchedule(first, longest, end);
  }

  private Duration duration(String name, String otherwise, Duration longest) {
    Duration duration = value(name, otherwise, DurationText::parse, DurationText.parse(otherwise));
    if (duration.isZero() || duration.compareTo(longest) > 0) {
      faults.add(
          name
              + " is "
              + duration.toMillis()
              + " ms: must be longer than zero and at most "
              + longest.toSeconds()
              + " s");
    }
    return duration;
  }

  private <T> T value(String name, String otherwise, Function<String, T> parse, T ifFaulty) {
    try {
      return parse.apply(source.apply(name).orElse(otherwise));
    } catch (IllegalArgumentException e) {
      faults.add(name + ": " + e.getMessage());
      return ifFaulty;
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text.strip()).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + text + "' is not a path: " + e.getMessage(), e);
    }
  }

  private static boolean flag(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "': expected true or false");
    };
  }

  private static String hostName(String text) {
    String name = text.strip();
    if (!name.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,253}[A-Za-z0-9])?")) {
      throw new IllegalArgumentException("'" + name + "' is not a host name");
    }
    return name;
  }

  private static int connections(String text) {
    String number = text.strip();
    if (!number.matches("\\d{1,4}") || Integer.parseInt(number) < 1) {
      throw new IllegalArgumentException("'" + number + "': expected a number from 1 to 9999");
    }
    return Integer.parseInt(number);
  }

  private static String localHostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // a machine without a name for itself still has this one
      return "localhost";
    }
  }
}
