package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Cluster.Table;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTest extends ClusterTest {

  private static byte[] value(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void awaitTold(Cluster node, Map<String, String> expected) {
    await(node.self() + " told " + expected)
        .untilAsserted(
            () ->
                assertThat(recorders.get(node).tables)
                    .containsExactlyInAnyOrderEntriesOf(expected));
  }

  @Test
  void allMembersHaveAllEntriesAndAreTold() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    ReplicatedTable groups = first.table(Table.GROUPS);
    ReplicatedTable intents = second.table(Table.INTENTS);
    get(groups.put("orders", value("v1")));
    get(groups.put("ærger", value("x")));
    get(intents.put("tx", value("i")));
    for (Cluster node : nodes) {
      assertThat(node.table(Table.GROUPS).get("orders")).isEqualTo(value("v1"));
      assertThat(node.table(Table.GROUPS).entries()).containsOnlyKeys("orders", "ærger");
      assertThat(node.table(Table.INTENTS).entries()).containsOnlyKeys("tx");
      awaitTold(node, Map.of("GROUPS/orders", "v1", "GROUPS/ærger", "x", "INTENTS/tx", "i"));
    }
    get(groups.put("orders", value("v2")));
    assertThat(get(second.table(Table.GROUPS).remove("ærger"))).isTrue();
    assertThat(get(groups.remove("ærger"))).isFalse();
    assertThat(groups.get("ærger")).isNull();
    for (Cluster node : nodes) {
      awaitTold(node, Map.of("GROUPS/orders", "v2", "INTENTS/tx", "i"));
    }
  }

  @Test
  void aJoinerIsToldOfWhatIsThere() throws Exception {
    InfinispanCluster first = node(0);
    get(first.table(Table.GROUPS).put("orders", value("v1")));
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    assertThat(second.table(Table.GROUPS).get("orders")).isEqualTo(value("v1"));
    awaitTold(second, Map.of("GROUPS/orders", "v1"));
    assertThat(recorders.get(second).tableCalls).containsExactly("GROUPS/orders=v1");
  }

  @Test
  void onlyOneOfTwoIsFirst() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    assertThat(get(first.table(Table.INTENTS).putIfAbsent("tx", value("one")))).isNull();
    assertThat(get(second.table(Table.INTENTS).putIfAbsent("tx", value("two"))))
        .isEqualTo(value("one"));
    assertThat(second.table(Table.INTENTS).get("tx")).isEqualTo(value("one"));
  }

  @Test
  void aChangeTakesEffectOnlyOnWhatWasRead() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    ReplicatedTable one = first.table(Table.GROUPS);
    ReplicatedTable two = second.table(Table.GROUPS);
    get(one.put("orders", value("v1")));
    assertThat(get(two.replace("orders", value("v1"), value("v2")))).isTrue();
    assertThat(get(one.replace("orders", value("v1"), value("v3")))).isFalse();
    assertThat(one.get("orders")).isEqualTo(value("v2"));
    assertThat(get(one.replace("none", value("v1"), value("v2")))).isFalse();
    assertThat(get(one.remove("orders", value("v1")))).isFalse();
    assertThat(get(one.remove("orders", value("v2")))).isTrue();
    assertThat(two.get("orders")).isNull();
  }
}
