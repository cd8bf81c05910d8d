package io.hikyaku.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
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

    Map<String, GroupBucket> buckets = StoreMetrics.bounded(groups, 10);

    assertThat(buckets).hasSize(11).containsKey("g1009").doesNotContainKey("g1010");
    assertThat(buckets.get(StoreMetrics.OTHERS).figures().ready()).isEqualTo(990);
    assertThat(buckets.get(StoreMetrics.OTHERS).figures().oldestAgeSeconds()).isEqualTo(5);
    assertThat(buckets.get(StoreMetrics.OTHERS).names()).hasSize(990).contains("g1010");
    assertThat(StoreMetrics.bounded(groups.subList(0, 10), 10)).hasSize(10);
  }

  @Test
  void deadLettersAndTheServersOwnAreNotMixedWithTheOthers() {
    List<GroupStatus> groups =
        Stream.of("a", "b", "c", "b.dead", "c.dead", "hikyaku.actions")
            .map(StoreMetricsTest::group)
            .toList();

    Map<String, GroupBucket> buckets = StoreMetrics.bounded(groups, 1);

    assertThat(buckets).containsOnlyKeys("a", "(others)", "(others).dead", "hikyaku.(others)");
    assertThat(buckets.get("(others)").names()).containsExactlyInAnyOrder("b", "c");
    assertThat(buckets.get("(others).dead").names()).containsExactlyInAnyOrder("b.dead", "c.dead");
    assertThat(buckets.get("hikyaku.(others)").names()).containsExactly("hikyaku.actions");
  }

  @Test
  void countersDoNotJumpWhenGroupsJoinOrLeaveTheOthers() {
    Map<String, Counter> counters = new HashMap<>();
    GroupSeries series = new GroupSeries(StoreMetrics.OTHERS, registry(counters));
    Counter enqueued = counters.get("hikyaku_group_enqueued");

    series.update(bucket(100, "a", "b"));
    series.update(bucket(103, "a", "b"));
    assertThat(enqueued.getCount()).isEqualTo(103);

    series.update(bucket(5000, "a", "b", "c"));
    assertThat(enqueued.getCount()).as("c counted the most long ago").isEqualTo(103);
    series.update(bucket(5002, "a", "b", "c"));
    assertThat(enqueued.getCount()).isEqualTo(105);

    series.update(bucket(90, "b", "c"));
    series.update(bucket(70, "b", "c"));
    assertThat(enqueued.getCount()).as("one that was made anew").isEqualTo(105);
    series.update(bucket(71, "b", "c"));
    assertThat(enqueued.getCount()).isEqualTo(106);
  }

  @Test
  void aGroupThatWasMadeAnewCountsFromNothing() {
    Map<String, Counter> counters = new HashMap<>();
    GroupSeries series = new GroupSeries("a", registry(counters));

    series.update(bucket(100, "a"));
    series.update(bucket(7, "a"));

    assertThat(counters.get("hikyaku_group_enqueued").getCount()).isEqualTo(107);
  }

  private static GroupBucket bucket(long enqueued, String... names) {
    return new GroupBucket(
        Set.of(names), new GroupFigures(0, 0, 0, 0, 0, 0, false, enqueued, 0, 0, 0, 0, 0));
  }

  /** Makes plain counters, by their names, and forgets gauges. */
  private static MetricRegistry registry(Map<String, Counter> counters) {
    return (MetricRegistry)
        Proxy.newProxyInstance(
            MetricRegistry.class.getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (proxy, method, arguments) ->
                method.getName().equals("counter")
                    ? counters.computeIfAbsent(
                        ((Metadata) arguments[0]).getName(), name -> new PlainCounter())
                    : null);
  }

  private static final class PlainCounter implements Counter {
    private long count;

    @Override
    public void inc() {
      count++;
    }

    @Override
    public void inc(long more) {
      count += more;
    }

    @Override
    public long getCount() {
      return count;
    }
  }
}
