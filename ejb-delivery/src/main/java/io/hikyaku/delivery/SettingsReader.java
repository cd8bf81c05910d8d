package io.hikyaku.delivery;

import io.hikyaku.smtp.route.DnsLookups;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the settings by name, and reports all their faults together. */
final class SettingsReader {

  static final String PREFIX = "hikyaku.delivery.";

  /** A setting of the node, not one of delivery. */
  private static final String NODE_NAME = "hikyaku.node.name";

  /** The name under which mail is taken: others may know this host by it (MX). */
  private static final String SMTP_HOST_NAME = "hikyaku.smtp.hostname";

  private static final String DEFAULT_ROUTE = PREFIX + "default";
  private static final String ROUTES = PREFIX + "routes";
  private static final String RATES = PREFIX + "rates";
  private static final String MAILBOX_DIRECTORY = PREFIX + "mailbox.directory";
  private static final String MAILBOX_SYNC = PREFIX + "mailbox.sync";
  private static final String RETRY_FIRST = PREFIX + "retry.first";
  private static final String RETRY_LONGEST = PREFIX + "retry.longest";
  private static final String GIVE_UP_AFTER = PREFIX + "retry.give-up-after";
  private static final String HOST_NAME = PREFIX + "hostname";
  private static final String TIMEOUT = PREFIX + "timeout";
  private static final String CONNECTIONS = PREFIX + "connections";
  private static final String DELAY_WARNING = PREFIX + "delay-warning";
  private static final String PATIENCE = PREFIX + "patience";
  private static final String DEAD_TIME = PREFIX + "dead-time";
  private static final String START_TLS = PREFIX + "starttls";
  private static final String DNS_SERVERS = PREFIX + "dns.servers";
  private static final String MX_PORT = PREFIX + "mx.port";
  private static final String LOG = PREFIX + "log";

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              DEFAULT_ROUTE,
              ROUTES,
              RATES,
              MAILBOX_DIRECTORY,
              MAILBOX_SYNC,
              RETRY_FIRST,
              RETRY_LONGEST,
              GIVE_UP_AFTER,
              HOST_NAME,
              TIMEOUT,
              CONNECTIONS,
              DELAY_WARNING,
              PATIENCE,
              DEAD_TIME,
              START_TLS,
              DNS_SERVERS,
              MX_PORT,
              LOG));

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  /** A batch must end well within the server's transaction timeout. */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(60);

  private static final Duration LONGEST_DEAD_TIME = Duration.ofHours(1);
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
    Optional<String> smtpHostName = source.apply(SMTP_HOST_NAME).filter(name -> !name.isBlank());
    String hostName =
        value(
            HOST_NAME,
            smtpHostName.orElseGet(SettingsReader::localHostName),
            SettingsReader::hostName,
            "");
    return new DeliverySettings(
        routes(List.of(hostName, smtpHostName.orElse(hostName))),
        rates(),
        value(MAILBOX_DIRECTORY, "mailbox", SettingsReader::path, Path.of("")),
        value(MAILBOX_SYNC, "false", SettingsReader::flag, false),
        retry(),
        duration(DELAY_WARNING, "4h", LONGEST_RETRY),
        hostName,
        source.apply(NODE_NAME).orElse(localHostName()),
        duration(PATIENCE, "1s", LONGEST_PATIENCE),
        duration(TIMEOUT, "10m", LONGEST_TIMEOUT),
        duration(DEAD_TIME, "30s", LONGEST_DEAD_TIME),
        value(CONNECTIONS, "20", text -> number(text, 9999), 1),
        value(START_TLS, "true", SettingsReader::flag, true),
        value(DNS_SERVERS, "", DnsLookups::servers, List.of()),
        value(MX_PORT, "25", text -> number(text, 65535), 25),
        value(
            LOG,
            "",
            text -> text.isBlank() ? Optional.<Path>empty() : Optional.of(path(text)),
            Optional.empty()));
  }

  /**
   * Those that are set, and the mailbox for what is addressed to this host: its listener takes that
   * always, since its postmaster must be reached (RFC 5321 §4.5.1).
   */
  private RouteTable routes(List<String> hostNames) {
    Route otherwise = value(DEFAULT_ROUTE, "mailbox", Route::parse, new Route.LocalMailbox());
    List<String> entryFaults = new ArrayList<>();
    Map<String, Route> byName =
        RouteTable.parseEntries(source.apply(ROUTES).orElse(""), entryFaults);
    entryFaults.forEach(fault -> faults.add(ROUTES + ": " + fault));
    for (String name : hostNames) {
      Route unused = byName.putIfAbsent(name.toLowerCase(Locale.ROOT), new Route.LocalMailbox());
    }
    return new RouteTable(byName, otherwise);
  }

  private RateTable rates() {
    List<String> entryFaults = new ArrayList<>();
    RateTable rates = RateTable.parse(source.apply(RATES).orElse(""), entryFaults);
    entryFaults.forEach(fault -> faults.add(RATES + ": " + fault));
    return rates;
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

  private static int number(String text, int most) {
    String number = text.strip();
    if (!number.matches("\\d{1,5}")
        || Integer.parseInt(number) < 1
        || Integer.parseInt(number) > most) {
      throw new IllegalArgumentException("'" + number + "': expected a number from 1 to " + most);
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
