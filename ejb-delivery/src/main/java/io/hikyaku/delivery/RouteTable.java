package io.hikyaku.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The route of each domain: its own if it has one, else the default.
 *
 * @param byDomain static routes, by domain in lower case
 * @param otherwise the route of all other domains
 */
record RouteTable(Map<String, Route> byDomain, Route otherwise) {

  RouteTable {
    byDomain = Map.copyOf(byDomain);
  }

  /** The route of a domain, in any case of letters. */
  Route of(String domain) {
    return byDomain.getOrDefault(domain.toLowerCase(Locale.ROOT), otherwise);
  }

  /**
   * Reads {@code domain=route, domain=route}. Faults are added to the list, each with the entry it
   * is about; the entries without fault are kept.
   */
  static Map<String, Route> parseEntries(String text, List<String> faults) {
    Map<String, Route> routes = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.indexOf('=');
      String domain = equals < 0 ? "" : entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!domain.matches("[a-z0-9._-]+|\\[[0-9a-f.:]+\\]")) {
        faults.add("entry '" + entry.strip() + "': expected <domain>=<route>");
        continue;
      }
      try {
        Route route = Route.parse(entry.substring(equals + 1));
        if (routes.putIfAbsent(domain, route) != null) {
          faults.add("domain " + domain + " is given twice");
        }
      } catch (IllegalArgumentException e) {
        faults.add("domain " + domain + ": " + e.getMessage());
      }
    }
    return routes;
  }
}
