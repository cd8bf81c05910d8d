package io.hikyaku.store.node;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.api.management.GroupSettings.WhenFull;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * A group as an entry of the replicated table; its name is the key.
 *
 * <pre>
 * revision:int version:byte=1 flags:byte (1 paused, 2 deleted) life:short changed at:long
 * order:byte (1 keyed) delivery limit:int redelivery delay:long multiplier:double longest delay:long
 * expiry:long (0 never) dead letters:byte (1 kept) messages:long bytes:long
 * when full:byte (1 wait) wait:long
 * </pre>
 *
 * Times are in milliseconds. The revision stands first: when two histories of the table are merged,
 * the entry with the larger leading integer is kept.
 */
final class GroupCodec {

  private static final byte VERSION = 1;
  private static final int PAUSED = 1;
  private static final int DELETED = 2;
  private static final int CHANGED_AT = Integer.BYTES + 2 + Short.BYTES;
  private static final int BYTES = CHANGED_AT + 8 * Long.BYTES + Integer.BYTES + 3;

  private GroupCodec() {}

  static byte[] encode(Group group, long changedMillis) {
    GroupSettings settings = group.settings();
    ByteBuffer out = ByteBuffer.allocate(BYTES).putInt(group.revision()).put(VERSION);
    out.put((byte) ((group.paused() ? PAUSED : 0) | (group.deleted() ? DELETED : 0)));
    out.putShort((short) Epoch.life(group.epoch())).putLong(changedMillis);
    out.put((byte) (settings.order() == Order.KEYED ? 1 : 0)).putInt(settings.deliveryLimit());
    out.putLong(settings.redeliveryDelay().toMillis()).putDouble(settings.redeliveryMultiplier());
    out.putLong(settings.redeliveryDelayMax().toMillis());
    out.putLong(settings.expiry().map(Duration::toMillis).orElse(0L));
    out.put((byte) (settings.deadLetters() ? 1 : 0));
    out.putLong(settings.maxMessages()).putLong(settings.maxBytes());
    out.put((byte) (settings.whenFull() == WhenFull.WAIT ? 1 : 0));
    return out.putLong(settings.fullWait().toMillis()).array();
  }

  static Group decode(String name, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    int revision = in.getInt();
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "group '"
              + name
              + "' is stored in version "
              + version
              + ", this node reads version "
              + VERSION);
    }
    int flags = in.get();
    long epoch = Epoch.first(name) | Short.toUnsignedLong(in.getShort());
    in.position(CHANGED_AT + Long.BYTES);
    return new Group(
        name, epoch, revision, settings(in), (flags & PAUSED) != 0, (flags & DELETED) != 0);
  }

  private static GroupSettings settings(ByteBuffer in) {
    Order order = in.get() == 1 ? Order.KEYED : Order.SPREAD;
    int deliveryLimit = in.getInt();
    Duration delay = Duration.ofMillis(in.getLong());
    double multiplier = in.getDouble();
    Duration delayMax = Duration.ofMillis(in.getLong());
    long expiry = in.getLong();
    boolean deadLetters = in.get() == 1;
    long messages = in.getLong();
    long bytes = in.getLong();
    WhenFull whenFull = in.get() == 1 ? WhenFull.WAIT : WhenFull.REFUSE;
    return new GroupSettings(
        order,
        deliveryLimit,
        delay,
        multiplier,
        delayMax,
        expiry == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(expiry)),
        deadLetters,
        messages,
        bytes,
        whenFull,
        Duration.ofMillis(in.getLong()));
  }

  /** When an entry was written, in epoch milliseconds. */
  static long changedMillis(byte[] value) {
    return ByteBuffer.wrap(value).getLong(CHANGED_AT);
  }
}
