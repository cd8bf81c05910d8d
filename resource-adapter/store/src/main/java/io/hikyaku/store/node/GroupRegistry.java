package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.store.cluster.ReplicatedTable;
import io.hikyaku.store.index.Group;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The groups, kept in a replicated table and mirrored here by name and by epoch. Thread-safe.
 *
 * <p>Value in the table: {@code epoch:long dead letter epoch:long order:byte (1 keyed) delivery
 * limit:int}.
 */
final class GroupRegistry {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final ReplicatedTable table;
  private final Waiting waiting;
  private final Map<String, Group> byName = new ConcurrentHashMap<>();
  private final Map<Long, Group> byEpoch = new ConcurrentHashMap<>();

  GroupRegistry(ReplicatedTable table, Waiting waiting) {
    this.table = table;
    this.waiting = waiting;
  }

  /** Makes a group and the one for its dead letters; see QueueManagement. */
  void create(String name, GroupSettings settings) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "group name '" + name + "' is not allowed: 1 to 100 of A-Z a-z 0-9 . _ -");
    }
    if (name.endsWith(GroupSettings.DEAD_LETTER_SUFFIX)) {
      throw new IllegalArgumentException(
          "group name '"
              + name
              + "' is not allowed: names that end in "
              + GroupSettings.DEAD_LETTER_SUFFIX
              + " are those of dead letters, made by themselves");
    }
    String deadName = name + GroupSettings.DEAD_LETTER_SUFFIX;
    Group dead = putIfAbsent(new Group(deadName, epochOf(deadName), GroupSettings.spread(), 0));
    Group group = putIfAbsent(new Group(name, epochOf(name), settings, dead.epoch()));
    if (!group.settings().equals(settings)) {
      throw new QueueException(
          "group '" + name + "' is there already, as " + group.settings() + ", not as " + settings);
    }
  }

  private Group putIfAbsent(Group group) {
    byte[] present = waiting.await(table.putIfAbsent(group.name(), encode(group)));
    Group stored = present == null ? group : decode(group.name(), present);
    remember(stored);
    return stored;
  }

  /**
   * Follows from the name: two parts of a cluster that make the same group before they see each
   * other make the same epoch, and the messages of both are of one group when they meet.
   */
  private static long epochOf(String name) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The table changed. Returns the group that is new, or null. */
  Group changed(String name, byte[] value) {
    if (value == null) {
      Group gone = byName.remove(name);
      if (gone != null) {
        byEpoch.remove(gone.epoch());
      }
      return null;
    }
    Group group = decode(name, value);
    remember(group);
    return group;
  }

  private void remember(Group group) {
    byEpoch.put(group.epoch(), group);
    byName.put(group.name(), group);
  }

  /** The group of an epoch, or null. */
  Group byEpoch(long epoch) {
    return byEpoch.get(epoch);
  }

  /** The group of this name. */
  Group require(String name) {
    Group group = byName.get(name);
    if (group == null) {
      throw new UnknownGroupException(
          "no group is named '" + name + "': create it first; there are " + byName.keySet());
    }
    return group;
  }

  Collection<Group> all() {
    return byName.values();
  }

  private static byte[] encode(Group group) {
    return ByteBuffer.allocate(2 * Long.BYTES + 1 + Integer.BYTES)
        .putLong(group.epoch())
        .putLong(group.deadLetterEpoch())
        .put((byte) (group.settings().order() == Order.KEYED ? 1 : 0))
        .putInt(group.settings().deliveryLimit())
        .array();
  }

  private static Group decode(String name, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long epoch = buffer.getLong();
    long deadLetterEpoch = buffer.getLong();
    Order order = buffer.get() == 1 ? Order.KEYED : Order.SPREAD;
    return new Group(name, epoch, new GroupSettings(order, buffer.getInt()), deadLetterEpoch);
  }
}
