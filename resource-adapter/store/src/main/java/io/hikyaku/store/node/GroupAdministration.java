package io.hikyaku.store.node;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.RevisionConflictException;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes, changes, purges and deletes groups: one small write each, whatever the group holds, after
 * which all nodes are told. Thread-safe; blocks.
 */
final class GroupAdministration {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** Every group costs each node a little. Deleted ones count until their mark is gone. */
  private static final int MAX_GROUPS = 20_000;

  private final GroupRegistry registry;
  private final Consumer<String> announce;

  /**
   * @param announce returns when all nodes that answer have taken over a group's entry
   */
  GroupAdministration(GroupRegistry registry, Consumer<String> announce) {
    this.registry = registry;
    this.announce = announce;
  }

  /** Makes a group and the one for its dead letters; see QueueManagement. */
  void create(String name, GroupSettings settings) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "group name '" + name + "' is not allowed: 1 to 100 of A-Z a-z 0-9 . _ -");
    }
    if (isDeadLetters(name)) {
      throw new IllegalArgumentException(
          "group name '"
              + name
              + "' is not allowed: names that end in "
              + GroupSettings.DEAD_LETTER_SUFFIX
              + " are those of dead letters, made by themselves");
    }
    String deadLetters = name + GroupSettings.DEAD_LETTER_SUFFIX;
    make(deadLetters, GroupSettings.spread());
    Group group = make(name, stored(name, settings));
    if (!group.settings().equals(stored(name, settings))) {
      throw new QueueException(
          "group '" + name + "' is there already, as " + group.settings() + ", not as " + settings);
    }
  }

  private Group make(String name, GroupSettings settings) {
    Group known = registry.ofEpoch(Epoch.first(name));
    if (known != null && !known.name().equals(name)) {
      throw new QueueException(
          "group name '" + name + "' has the number of '" + known.name() + "': take another name");
    }
    if (known == null && registry.size() >= MAX_GROUPS) {
      throw new QueueException(
          "group '"
              + name
              + "' was not made: there are "
              + registry.size()
              + " groups, up to "
              + MAX_GROUPS
              + " are allowed: delete some, or use keys within a group");
    }
    return change(
        name,
        before -> {
          if (before == null) {
            return new Group(name, Epoch.first(name), 1, settings, false, false);
          }
          return before.deleted()
              ? new Group(
                  name, Epoch.next(before.epoch()), before.revision() + 1, settings, false, false)
              : before;
        });
  }

  /** Settings as they come back from the table, where durations are in milliseconds. */
  private static GroupSettings stored(String name, GroupSettings settings) {
    Group group = new Group(name, 0, 0, settings, false, false);
    return GroupCodec.decode(name, GroupCodec.encode(group, 0)).settings();
  }

  /** Changes the settings, of this revision only if one is given; see QueueManagement. */
  void update(String name, GroupSettings settings, OptionalLong revision) {
    if (isDeadLetters(name)) {
      throw new QueueException(
          "group '"
              + name
              + "' holds dead letters: its settings are fixed, change those of the"
              + " group it belongs to");
    }
    GroupSettings wanted = stored(name, settings);
    change(
        name,
        before -> {
          Group group = required(name, before);
          if (revision.isPresent() && group.revision() != revision.getAsLong()) {
            throw new RevisionConflictException(
                "group '"
                    + name
                    + "' was not changed: it was expected at revision "
                    + revision.getAsLong()
                    + " and is at "
                    + group.revision()
                    + ", others changed it meanwhile; look at it again",
                group.revision());
          }
          if (group.settings().order() != wanted.order()) {
            throw new QueueException(
                "order of group '"
                    + name
                    + "' is "
                    + group.settings().order()
                    + " and cannot become "
                    + wanted.order()
                    + " while it exists: delete the group and make it anew, or make another");
          }
          return group.settings().equals(wanted)
              ? group
              : new Group(name, group.epoch(), group.revision() + 1, wanted, group.paused(), false);
        });
  }

  /** Pauses or resumes. */
  void pause(String name, boolean paused) {
    change(
        name,
        before -> {
          Group group = required(name, before);
          return group.paused() == paused
              ? group
              : new Group(
                  name, group.epoch(), group.revision() + 1, group.settings(), paused, false);
        });
  }

  /** Begins another life of a group: all it holds is void. */
  void purge(String name) {
    change(
        name,
        before -> {
          Group group = required(name, before);
          return new Group(
              name,
              Epoch.next(group.epoch()),
              group.revision() + 1,
              group.settings(),
              group.paused(),
              false);
        });
  }

  /** Deletes a group and its dead letters. */
  void delete(String name) {
    if (isDeadLetters(name)) {
      throw new QueueException(
          "group '"
              + name
              + "' holds dead letters and goes with the group it belongs to: delete that one, or"
              + " purge this one");
    }
    mark(name);
    mark(name + GroupSettings.DEAD_LETTER_SUFFIX);
  }

  private void mark(String name) {
    change(
        name,
        before -> {
          Group group = required(name, before);
          return new Group(
              name, Epoch.next(group.epoch()), group.revision() + 1, group.settings(), false, true);
        });
  }

  private Group required(String name, Group group) {
    if (group == null || group.deleted()) {
      throw registry.unknown(name);
    }
    return group;
  }

  private Group change(String name, UnaryOperator<Group> change) {
    Group before = registry.ofEpoch(Epoch.first(name));
    Group after = registry.change(name, change);
    if (!after.equals(before)) {
      announce.accept(name);
    }
    return after;
  }

  private static boolean isDeadLetters(String name) {
    return name.endsWith(GroupSettings.DEAD_LETTER_SUFFIX);
  }
}
