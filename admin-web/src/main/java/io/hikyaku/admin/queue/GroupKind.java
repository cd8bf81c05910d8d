package io.hikyaku.admin.queue;

import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.api.management.GroupSettings;
import java.util.Arrays;
import java.util.List;

/** What a group is there for. */
public enum GroupKind {
  /** Messages of applications. */
  QUEUE("queue"),
  /** Messages that failed. */
  DEAD_LETTERS("dead-letters"),
  /** Of this server's own parts. */
  SYSTEM("system");

  private static final List<String> SYSTEM_NAMES =
      List.of(ActionLog.GROUP, "mapreduce.steps", "mail.suspended");

  private final String text;

  GroupKind(String text) {
    this.text = text;
  }

  /** As documents have it. */
  public String text() {
    return text;
  }

  /** The kind of the group of a name. */
  public static GroupKind of(String name) {
    for (String system : SYSTEM_NAMES) {
      if (name.startsWith(system)) {
        return SYSTEM;
      }
    }
    return name.endsWith(GroupSettings.DEAD_LETTER_SUFFIX) ? DEAD_LETTERS : QUEUE;
  }

  /** The kind that documents have by this text; null if there is none. */
  static GroupKind ofText(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst().orElse(null);
  }
}
