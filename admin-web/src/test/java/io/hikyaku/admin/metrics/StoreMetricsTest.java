package io.hikyaku.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many groups there are, there are not more series than allowed. */
class StoreMetricsTest {

  private static GroupStatus group(String name) {
    return new GroupStatus(
        name,
        GroupSettings.spread(),
        false,
        1,
        2,
        3,
        4,
        Duration.ofSeconds(name.length()),
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        1);
  }

  @Test
  void groupsBeyondTheLimitAreAddedUp() {
    List<GroupStatus> groups = IntStream.range(1000, 2000).mapToObj(i -> group("g" + i)).toList();

    Map<String, GroupFigures> figures = StoreMetrics.bounded(groups, 10);

    assertThat(figures).hasSize(11).containsKey("g1009").doesNotContainKey("g1010");
    assertThat(figures.get(StoreMetrics.OTHERS).ready()).isEqualTo(990);
    assertThat(figures.get(StoreMetrics.OTHERS).oldestAgeSeconds()).isEqualTo(5);
    assertThat(StoreMetrics.bounded(groups.subList(0, 10), 10)).hasSize(10);
  }
}
