package io.hikyaku.store.index;

import io.hikyaku.api.management.GroupSettings;

/**
 * A group as it stands at one moment.
 *
 * @param name as applications know it
 * @param epoch names its present life: records carry it in place of the name; see {@link Epoch}
 * @param revision grows with every change of the group
 * @param settings how it behaves
 * @param paused whether no message is given out
 * @param deleted whether it is gone, and only kept so that messages of its lives stay void
 */
public record Group(
    String name,
    long epoch,
    int revision,
    GroupSettings settings,
    boolean paused,
    boolean deleted) {

  /** Whether it takes the dead letters of another group, and so has none itself. */
  public boolean isDeadLetters() {
    return name.endsWith(GroupSettings.DEAD_LETTER_SUFFIX);
  }

  /** Whether messages of an epoch of this group were purged, or went with the group. */
  boolean isVoid(long messageEpoch) {
    return deleted ? !Epoch.isBefore(epoch, messageEpoch) : Epoch.isBefore(messageEpoch, epoch);
  }
}
