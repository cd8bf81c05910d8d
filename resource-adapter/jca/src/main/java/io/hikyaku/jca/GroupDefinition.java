package io.hikyaku.jca;

import io.hikyaku.api.management.GroupSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A group that the configuration asks for, as {@code name [setting=value]…}. */
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
      definitions.add(new GroupDefinition(words[0], GroupSettingsText.parse(words, faults)));
    }
    return definitions;
  }
}
