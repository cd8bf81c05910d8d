package io.hikyaku.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many mails a destination takes in a time.
 *
 * @param byName of single destinations: the domain of recipients, or the host name of a server, in
 *     lower case
 * @param otherwise of every other site; empty for as fast as it takes them
 */
record RateTable(Map<String, Rate> byName, Optional<Rate> otherwise) {

  private static final String ALL = "*";

  RateTable {
    byName = Map.copyOf(byName);
  }

  boolean isEmpty() {
    return byName.isEmpty() && otherwise.isEmpty();
  }

  /**
   * Reads {@code example.org=20/s, mx.example.net=100/m, *=1000/m}. Faults are added to the list,
   * each with the entry it is about; the entries without fault are kept.
   */
  static RateTable parse(String text, List<String> faults) {
    Map<String, Rate> rates = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!name.matches("[a-z0-9._-]+|\\[[0-9a-f.:]+\\]|\\*")) {
        faults.add("entry '" + entry.strip() + "': expected <domain or host>=<rate> or *=<rate>");
        continue;
      }
      try {
        if (rates.putIfAbsent(name, Rate.parse(entry.substring(equals + 1))) != null) {
          faults.add(name + " is given twice");
        }
      } catch (IllegalArgumentException e) {
        faults.add(name + ": " + e.getMessage());
      }
    }
    Optional<Rate> otherwise = Optional.ofNullable(rates.remove(ALL));
    return new RateTable(rates, otherwise);
  }
}
