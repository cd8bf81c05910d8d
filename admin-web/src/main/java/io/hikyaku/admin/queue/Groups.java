package io.hikyaku.admin.queue;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All groups at one moment. There can be thousands, looked at every second: documents are made of
 * those that somebody wants to see.
 */
public final class Groups {

  private final List<GroupStatus> all;
  private final Map<String, GroupStatus> byName;

  private Groups(List<GroupStatus> all) {
    this.all = all;
    this.byName = new HashMap<>(all.size() * 2);
    for (GroupStatus group : all) {
      byName.put(group.name(), group);
    }
  }

  /**
   * Groups of one moment.
   *
   * @param all by name
   */
  public static Groups of(List<GroupStatus> all) {
    return new Groups(all);
  }

  /** All of them, by name. */
  public List<GroupStatus> all() {
    return all;
  }

  /** The one of a name. */
  public Optional<GroupStatus> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** As a document, with the number of its dead letters. */
  public GroupDocument document(GroupStatus group) {
    GroupStatus dead = byName.get(group.name() + GroupSettings.DEAD_LETTER_SUFFIX);
    return GroupDocument.of(group, dead == null ? 0 : dead.depth());
  }
}
