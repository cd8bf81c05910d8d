package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster.Table;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.time.Duration;
import java.util.List;
import org.infinispan.remoting.transport.Address;
import org.junit.jupiter.api.Test;

/** What becomes of a table of a member that the others took for dead, and let in again. */
class OldEntriesTest extends ClusterTest {

  private static final byte[] VALUE = {0, 0, 0, 1};
  private static final byte[] LATER = {0, 0, 0, 2};
  private static final Address OTHER = Address.random("other");

  @Test
  void whatTheOthersRemovedMeanwhileDoesNotComeBackWithOneThatHung() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    InfinispanCluster hung = node(2);
    awaitMembers(3, first, second, hung);
    ReplicatedTable table = first.table(Table.INTENTS);
    for (String key : List.of("removed", "changed", "kept")) {
      get(table.put(key, VALUE));
    }
    TestClusters.hang(hung);
    awaitMembers(2, first, second);
    get(table.remove("removed"));
    get(table.put("changed", LATER));
    get(table.put("new", VALUE));

    TestClusters.goOn(hung);
    awaitMembers(3, first, second, hung);

    ReplicatedTable its = hung.table(Table.INTENTS);
    await("old entries are gone").until(() -> its.whole().toCompletableFuture().isDone());
    assertThat(its.entries()).containsOnlyKeys("changed", "kept", "new");
    assertThat(its.get("changed")).isEqualTo(LATER);
    TestClusters.crash(second);
    awaitMembers(2, first, hung);
    await("the same after the loss of another")
        .during(Duration.ofMillis(300))
        .untilAsserted(
            () -> assertThat(table.entries()).containsOnlyKeys("changed", "kept", "new"));
  }

  private InfinispanTable tableWithAnEntry() throws Exception {
    InfinispanTable table = (InfinispanTable) node(0).table(Table.INTENTS);
    get(table.put("old", VALUE));
    return table;
  }

  @Test
  void theyStayUntilTheOthersHaveGivenWhatTheyHave() throws Exception {
    InfinispanTable table = tableWithAnEntry();
    OldEntries entries = new OldEntries(table);
    List<Address> both = List.of(OTHER, table.self());
    entries.topologyChanges(both, List.of(OTHER), List.of(OTHER));
    entries.topologyChanges(List.of(OTHER), both, List.of(OTHER));
    assertThat(entries.whole()).isNotDone();
    assertThat(table.get("old")).isEqualTo(VALUE);

    get(table.put("new", VALUE));
    entries.topologyChanges(both, both, both);

    assertThat(entries.whole()).isDone();
    assertThat(table.entries()).containsOnlyKeys("new");
  }

  @Test
  void theyStayIfNobodyIsLeftToGiveAnything() throws Exception {
    InfinispanTable table = tableWithAnEntry();
    OldEntries entries = new OldEntries(table);
    List<Address> alone = List.of(table.self());
    entries.topologyChanges(List.of(OTHER, table.self()), List.of(OTHER), List.of(OTHER));

    entries.topologyChanges(List.of(OTHER), alone, alone);

    assertThat(entries.whole()).isDone();
    assertThat(table.entries()).containsOnlyKeys("old");
  }
}
