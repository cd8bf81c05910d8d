package io.hikyaku.admin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupHistoriesTest {

  private final GroupHistories histories = new GroupHistories();

  private static GroupStatus group(String name, long ready, double perSecond) {
    return new GroupStatus(
        name,
        GroupSettings.spread(),
        false,
        ready,
        0,
        0,
        ready,
        Duration.ZERO,
        0,
        0,
        0,
        0,
        0,
        0,
        perSecond,
        0,
        0,
        1);
  }

  private void pass(int fromSecond, int seconds, List<GroupStatus> groups) {
    for (int second = fromSecond; second < fromSecond + seconds; second++) {
      histories.add(Instant.ofEpochSecond(second), groups);
    }
  }

  @Test
  void aPointEveryFiveSecondsOfTenMinutes() {
    pass(0, 1000, List.of(group("g", 7, 1.5)));

    List<GroupHistories.GroupPoint> points = histories.of("g", Instant.ofEpochSecond(1000));

    assertThat(points).hasSize(120);
    assertThat(points.get(119))
        .isEqualTo(new GroupHistories.GroupPoint("1970-01-01T00:16:35Z", 1.5, 0, 7));
  }

  @Test
  void ofManyGroupsThoseWithTrafficThenTheFullestAndThoseLookedAt() {
    List<GroupStatus> groups =
        IntStream.range(0, 1000).mapToObj(i -> group("g" + i, i, i == 3 ? 9 : 0)).toList();
    Instant start = Instant.ofEpochSecond(0);
    assertThat(histories.of("g5", start)).isEmpty();
    pass(0, 1, groups);

    assertThat(histories.of("g3", start)).hasSize(1);
    assertThat(histories.of("g999", start)).hasSize(1);
    assertThat(histories.of("g801", start)).hasSize(1);
    assertThat(histories.of("g800", start)).isEmpty();
    assertThat(histories.of("g5", start)).hasSize(1);
  }

  @Test
  void whatNobodyLooksAtAnyMoreOrIsDeletedIsForgotten() {
    histories.of("quiet", Instant.ofEpochSecond(0));
    List<GroupStatus> many =
        IntStream.range(0, 300).mapToObj(i -> group("busy" + i, 10, 1)).toList();
    List<GroupStatus> withQuiet = new java.util.ArrayList<>(many);
    withQuiet.add(group("quiet", 0, 0));
    pass(0, 700, withQuiet);

    assertThat(histories.of("quiet", Instant.ofEpochSecond(700))).isEmpty();
    pass(700, 10, List.of());
    assertThat(histories.of("busy0", Instant.ofEpochSecond(710))).isEmpty();
  }
}
