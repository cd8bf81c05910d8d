package io.hikyaku.jca;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A group that the configuration asks for, as {@code name [order=…] [deliveryLimit=…]}. */
record GroupDefinition(String name, GroupSettings settings) {

  private static final String ALLOWED_NAME = "[A-Za-z0-9._-]{1,100}";

  /**
   * Reads definitions separated by semicolons.
   *
   * @param faults takes what is wrong, each with the value and what is allowed
   */
  static List<GroupDefinition> parse(String text, List<String> faults) {
    List<GroupDefinition> definitions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : text.split(";", -1)) {
      String definition = part.strip();
      if (definition.isEmpty()) {
        continue;
      }
      String[] words = definition.split("\\s+");
      if (!words[0].matches(ALLOWED_NAME)) {
        faults.add("groups: name '" + words[0] + "' must be 1 to 100 of A-Z a-z 0-9 . _ -");
      } else if (!names.add(words[0])) {
        faults.add("groups: '" + words[0] + "' is defined twice");
      }
      definitions.add(new GroupDefinition(words[0], settings(words, faults)));
    }
    return definitions;
  }

  private static GroupSettings settings(String[] words, List<String> faults) {
    GroupSettings settings = GroupSettings.spread();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      String value = pair.length == 2 ? pair[1] : "";
      switch (pair[0]) {
        case "order" -> settings = withOrder(words[0], settings, value, faults);
        case "deliveryLimit" -> settings = withDeliveryLimit(words[0], settings, value, faults);
        default ->
            faults.add(
                "groups: '"
                    + words[i]
                    + "' of group '"
                    + words[0]
                    + "' is not known: order=spread|keyed or deliveryLimit=<number>");
      }
    }
    return settings;
  }

  private static GroupSettings withOrder(
      String group, GroupSettings settings, String value, List<String> faults) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "spread" -> settings.withOrder(Order.SPREAD);
      case "keyed" -> settings.withOrder(Order.KEYED);
      default -> {
        faults.add("groups: order of '" + group + "' is '" + value + "': spread or keyed");
        yield settings;
      }
    };
  }

  private static GroupSettings withDeliveryLimit(
      String group, GroupSettings settings, String value, List<String> faults) {
    try {
      return settings.withDeliveryLimit(Integer.parseInt(value));
    } catch (IllegalArgumentException e) {
      faults.add(
          "groups: deliveryLimit of '" + group + "' is '" + value + "': a number of 1 or more");
      return settings;
    }
  }
}
