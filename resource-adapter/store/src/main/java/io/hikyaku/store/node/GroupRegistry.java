package io.hikyaku.store.node;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.cluster.ReplicatedTable;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The groups, kept in a replicated table and mirrored here. A deleted group stays as a mark, so
 * that its messages stay void and a group made anew under its name begins another life.
 * Thread-safe.
 */
final class GroupRegistry {

  /** How often a change is tried against others who change the same group. */
  private static final int MAX_ATTEMPTS = 20;

  private final ReplicatedTable table;
  private final Waiting waiting;
  private final Clock clock;
  private final Consumer<Group> changed;
  private final Consumer<Group> forgotten;
  private final Map<String, Group> byName = new ConcurrentHashMap<>();
  private final Map<Long, Group> byKey = new ConcurrentHashMap<>();

  /** Those that are not deleted, by name; null after a change. */
  private volatile List<Group> sorted;

  /** How many have a limit, and how many are marks: most senders need not look for either. */
  private final AtomicInteger limited = new AtomicInteger();

  private final AtomicInteger deleted = new AtomicInteger();

  /**
   * @param changed is told of every group that is new here or has changed
   * @param forgotten is told of every deleted group whose mark is gone
   */
  GroupRegistry(
      ReplicatedTable table,
      Waiting waiting,
      Clock clock,
      Consumer<Group> changed,
      Consumer<Group> forgotten) {
    this.table = table;
    this.waiting = waiting;
    this.clock = clock;
    this.changed = changed;
    this.forgotten = forgotten;
  }

  /**
   * Changes an entry of the table: reads it, computes the new one and puts it in its place if it is
   * still the same; otherwise again.
   *
   * @param change from the present group, null if there is none, to the new one; the same object
   *     for no change
   */
  Group change(String name, UnaryOperator<Group> change) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      byte[] present = table.get(name);
      Group before = present == null ? null : GroupCodec.decode(name, present);
      Group after = change.apply(before);
      if (after.equals(before)) {
        refresh(name);
        return after;
      }
      byte[] value = GroupCodec.encode(after, clock.millis());
      boolean done =
          present == null
              ? waiting.await(table.putIfAbsent(name, value)) == null
              : waiting.await(table.replace(name, present, value));
      if (done) {
        refresh(name);
        return after;
      }
    }
    throw new QueueException(
        "group '" + name + "' was not changed: others changed it at the same time; try again");
  }

  /**
   * Takes over what the table says of a group now. It is read under the lock, so that nothing older
   * can come after something newer.
   */
  void refresh(String name) {
    Group gone = null;
    Group group = null;
    synchronized (this) {
      Group known = byName.get(name);
      byte[] value = table.get(name);
      group = value == null ? null : GroupCodec.decode(name, value);
      if (Objects.equals(group, known)) {
        return;
      }
      sorted = null;
      if (group == null) {
        byName.remove(name);
        byKey.remove(Epoch.group(known.epoch()));
        gone = known;
        count(known, null);
      } else if (known != null
          && !known.deleted()
          && Epoch.isBefore(group.epoch(), known.epoch())) {
        repair(value, group, known);
        return;
      } else {
        // a group made anew after its mark was removed begins from the start
        gone = known != null && group.revision() < known.revision() ? known : null;
        byName.put(name, group);
        byKey.put(Epoch.group(group.epoch()), group);
        count(known, group);
      }
    }
    if (gone != null) {
      forgotten.accept(gone);
    }
    if (group != null) {
      changed.accept(group);
    }
  }

  private void count(Group before, Group after) {
    limited.addAndGet((isLimited(after) ? 1 : 0) - (isLimited(before) ? 1 : 0));
    deleted.addAndGet((isMark(after) ? 1 : 0) - (isMark(before) ? 1 : 0));
  }

  private static boolean isLimited(Group group) {
    return group != null && !group.deleted() && group.settings().isLimited();
  }

  private static boolean isMark(Group group) {
    return group != null && group.deleted();
  }

  /** Whether a group has a limit. */
  boolean anyLimited() {
    return limited.get() > 0;
  }

  /** Whether there are marks of deleted groups. */
  boolean anyDeleted() {
    return deleted.get() > 0;
  }

  /**
   * Two histories were merged, and the entry kept is of an earlier life than the one known here:
   * what was sent in the later life must stay valid, so the entry gets that life.
   */
  private void repair(byte[] value, Group kept, Group known) {
    Group repaired =
        new Group(
            kept.name(),
            known.epoch(),
            kept.revision() + 1,
            kept.settings(),
            kept.paused(),
            kept.deleted());
    table.replace(kept.name(), value, GroupCodec.encode(repaired, clock.millis()));
  }

  /** Removes the marks of groups that were deleted before a time. */
  void removeMarks(long beforeMillis) {
    for (Group group : byName.values()) {
      byte[] value = group.deleted() ? table.get(group.name()) : null;
      if (value != null
          && GroupCodec.decode(group.name(), value).deleted()
          && isOlder(value, beforeMillis)) {
        table.remove(group.name(), value);
      }
    }
  }

  /** Whether there are marks of groups that were deleted before a time. */
  boolean hasMarks(long beforeMillis) {
    return anyDeleted()
        && byName.values().stream()
            .filter(Group::deleted)
            .map(group -> table.get(group.name()))
            .anyMatch(value -> value != null && isOlder(value, beforeMillis));
  }

  private static boolean isOlder(byte[] value, long beforeMillis) {
    return GroupCodec.changedMillis(value) < beforeMillis;
  }

  /** The group of an epoch in its present life; null if it is not known. May be deleted. */
  Group ofEpoch(long epoch) {
    return byKey.get(Epoch.group(epoch));
  }

  /** The epoch of a group's present life; the same epoch if the group is not there. */
  long presentEpoch(long epoch) {
    Group group = ofEpoch(epoch);
    return group == null || group.deleted() ? epoch : group.epoch();
  }

  /** The group of this name. */
  Group require(String name) {
    Group group = byName.get(name);
    if (group == null || group.deleted()) {
      throw unknown(name);
    }
    return group;
  }

  /** What to throw when there is no such group. */
  UnknownGroupException unknown(String name) {
    return new UnknownGroupException(
        "no group is named '"
            + name
            + "': create it first; there are "
            + all().stream().map(Group::name).sorted().limit(20).collect(Collectors.toList()));
  }

  /** All groups that are not deleted. */
  Collection<Group> all() {
    return List.copyOf(byName.values()).stream().filter(group -> !group.deleted()).toList();
  }

  /** The same by name: sorted when it is asked for after a change, not each time. */
  List<Group> sorted() {
    List<Group> known = sorted;
    if (known == null) {
      synchronized (this) {
        known = all().stream().sorted(Comparator.comparing(Group::name)).toList();
        sorted = known;
      }
    }
    return known;
  }

  /** All groups and marks there are. */
  int size() {
    return byName.size();
  }
}
