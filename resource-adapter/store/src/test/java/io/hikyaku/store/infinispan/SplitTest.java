package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Cluster.Table;
import io.hikyaku.store.cluster.PageName;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest extends ClusterTest {

  @Test
  void bothSidesGoOnAndHealingTakesTheUnion() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    Set<PageName> all = new HashSet<>();
    for (int segment = 0; segment < 16; segment++) {
      all.add(page(first, segment, 1));
      write(first, page(first, segment, 1));
      recorders.get(first).index.written(page(first, segment, 1));
    }
    TestClusters.split(first, second);
    awaitMembers(1, first, second);
    assertThat(first.degraded()).isFalse();
    for (int segment = 0; segment < 16; segment++) {
      for (Cluster side : nodes) {
        PageName name = page(side, segment, 2);
        all.add(name);
        write(side, name);
        recorders.get(side).index.written(name);
      }
    }
    get(first.table(Table.GROUPS).put("one", "1".getBytes(StandardCharsets.UTF_8)));
    get(second.table(Table.GROUPS).put("other", "2".getBytes(StandardCharsets.UTF_8)));
    // settled on one side only: comes back, and its primary is told of it though it wrote it itself
    write(first, null, page(first, 0, 1));
    recorders.values().forEach(recorder -> recorder.placements.clear());

    TestClusters.heal(first, second);
    awaitMembers(2, first, second);
    for (Cluster node : nodes) {
      await("the union at " + node.self())
          .untilAsserted(() -> assertThat(everything(node)).isEqualTo(all));
      await("tables at " + node.self())
          .untilAsserted(
              () ->
                  assertThat(recorders.get(node).tables)
                      .containsOnlyKeys("GROUPS/one", "GROUPS/other"));
      assertThat(recorders.get(node).placements)
          .extracting(placement -> placement.version())
          .isSorted()
          .doesNotHaveDuplicates();
    }
    await("the union known at the primaries")
        .untilAsserted(() -> assertThat(known()).isEqualTo(all));
  }

  private Set<PageName> known() {
    Set<PageName> known = new HashSet<>();
    recorders.values().forEach(recorder -> known.addAll(recorder.index.pages()));
    return known;
  }

  private static Set<PageName> everything(Cluster node) {
    Set<PageName> names = new HashSet<>();
    for (int segment = 0; segment < node.segments(); segment++) {
      names.addAll(stored(node, segment));
    }
    return names;
  }
}
