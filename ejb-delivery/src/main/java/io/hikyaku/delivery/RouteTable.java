package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailRecipient;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The route of each address: its own if it has one, else that of its domain, else the default.
 *
 * @param byName static routes, by domain or by address, in lower case
 * @param otherwise the route of all others
 */
record RouteTable(Map<String, Route> byName, Route otherwise) {

  private static final Pattern NAME =
      Pattern.compile("([^\\s@=,\"]{1,64}@)?([a-z0-9._-]+|\\[[0-9a-f.:]+\\])");

  RouteTable {
    byName = Map.copyOf(byName);
  }

  /** The route of a domain, in any case of letters. */
  Route of(String domain) {
    return byName.getOrDefault(domain.toLowerCase(Locale.ROOT), otherwise);
  }

  /** The route of an address: local parts are compared without case, as mailboxes are named. */
  Route of(MailRecipient recipient) {
    Route own = byName.get(recipient.address().toLowerCase(Locale.ROOT));
    return own == null ? of(recipient.domain()) : own;
  }

  /** All routes that there are. */
  Set<Route> all() {
    Set<Route> routes = new HashSet<>(byName.values());
    routes.add(otherwise);
    return routes;
  }

  /**
   * Reads {@code domain=route, address=route}. Faults are added to the list, each with the entry it
   * is about; the entries without fault are kept.
   */
  static Map<String, Route> parseEntries(String text, List<String> faults) {
    Map<String, Route> routes = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!NAME.matcher(name).matches()) {
        faults.add("entry '" + entry.strip() + "': expected <domain or address>=<route>");
        continue;
      }
      try {
        Route route = Route.parse(entry.substring(equals + 1));
        if (routes.putIfAbsent(name, route) != null) {
          faults.add(name + " is given twice");
        }
      } catch (IllegalArgumentException e) {
        faults.add(name + ": " + e.getMessage());
      }
    }
    return routes;
  }
}
