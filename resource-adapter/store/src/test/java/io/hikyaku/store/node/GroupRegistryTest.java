package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mirror of the table of groups, against changes by others and merged histories. */
class GroupRegistryTest {

  private final MemoryTable table = new MemoryTable();
  private final TestClock clock = new TestClock();
  private final List<Group> changed = new ArrayList<>();
  private final List<Group> forgotten = new ArrayList<>();
  private final GroupRegistry registry =
      new GroupRegistry(
          table, new Waiting(Duration.ofSeconds(1)), clock, changed::add, forgotten::add);

  private static Group group(int life, int revision) {
    return new Group("g", Epoch.first("g") + life, revision, GroupSettings.spread(), false, false);
  }

  private void stored(Group group) {
    table.put("g", GroupCodec.encode(group, clock.millis()));
    registry.refresh("g");
  }

  private static Group nextLife(Group group) {
    return new Group(
        "g", Epoch.next(group.epoch()), group.revision() + 1, group.settings(), false, false);
  }

  @Test
  void aChangeIsTriedAgainOnWhatAnotherMadeOfIt() {
    stored(group(0, 1));
    table.meanwhile = () -> table.put("g", GroupCodec.encode(group(1, 2), 0));
    Group purged = registry.change("g", GroupRegistryTest::nextLife);
    assertThat(Epoch.life(purged.epoch())).isEqualTo(2);
    assertThat(purged.revision()).isEqualTo(3);
    assertThat(registry.require("g")).isEqualTo(purged);
  }

  @Test
  void aChangeThatNeverSucceedsIsGivenUp() {
    stored(group(0, 1));
    int[] revision = {1};
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          table.put("g", GroupCodec.encode(group(0, ++revision[0]), 0));
          table.meanwhile = again[0];
        };
    table.meanwhile = again[0];
    assertThatThrownBy(() -> registry.change("g", GroupRegistryTest::nextLife))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("try again");
  }

  @Test
  void aLaterLifeOutlivesAMergedHistory() {
    stored(group(3, 4));
    Group ofOtherSide = new Group("g", Epoch.first("g"), 9, GroupSettings.spread(), true, false);
    stored(ofOtherSide);
    registry.refresh("g");
    Group merged = registry.require("g");
    assertThat(Epoch.life(merged.epoch())).isEqualTo(3);
    assertThat(merged.revision()).isEqualTo(10);
    assertThat(merged.paused()).as("the rest is of the newer entry").isTrue();
  }

  @Test
  void aMarkStaysAWhileAndTheNextGroupOfThisNameMayBeginAnew() {
    stored(group(0, 1));
    registry.change(
        "g", group -> new Group("g", Epoch.next(group.epoch()), 2, group.settings(), false, true));
    assertThatThrownBy(() -> registry.require("g")).isInstanceOf(UnknownGroupException.class);
    assertThat(registry.presentEpoch(Epoch.first("g"))).isEqualTo(Epoch.first("g"));
    assertThat(registry.anyDeleted()).isTrue();
    assertThat(registry.hasMarks(clock.millis())).isFalse();

    clock.advance(Duration.ofSeconds(1));
    assertThat(registry.hasMarks(clock.millis())).isTrue();
    registry.removeMarks(clock.millis());
    // what others see at once: the mark is gone and the group is there again
    stored(group(0, 1));

    assertThat(registry.require("g").revision()).isEqualTo(1);
    assertThat(forgotten).singleElement().matches(Group::deleted);
    assertThat(changed).hasSize(3);
    assertThat(registry.anyDeleted()).isFalse();
  }

  @Test
  void everySettingIsKept() {
    Group full =
        new Group(
            "g",
            Epoch.first("g") + 65_535,
            7,
            GroupSettings.keyed()
                .withDeliveryLimit(3)
                .withRedelivery(Duration.ofMillis(5), 1.5, Duration.ofMillis(70))
                .withExpiry(Duration.ofDays(1))
                .withDeadLetters(false)
                .withLimits(11, 12)
                .waitingWhenFull(Duration.ofSeconds(13)),
            true,
            true);
    byte[] value = GroupCodec.encode(full, 99);
    assertThat(GroupCodec.decode("g", value)).isEqualTo(full);
    assertThat(GroupCodec.changedMillis(value)).isEqualTo(99);
  }
}
