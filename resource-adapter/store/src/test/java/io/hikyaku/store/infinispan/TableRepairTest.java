package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster.Table;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.infinispan.distribution.ch.ConsistentHash;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.infinispan.remoting.transport.Address;
import org.junit.jupiter.api.Test;

/**
 * Who offers what is in a table after a loss; what comes of it is in {@link TablesAfterCrashTest}.
 */
class TableRepairTest extends ClusterTest {

  private static final Address OTHER = Address.random("other");
  private static final Address THIRD = Address.random("third");

  private final List<Runnable> offers = new ArrayList<>();

  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }

  @SuppressWarnings("unchecked")
  private static TopologyChangedEvent<Object, Object> change(
      boolean pre, List<Address> from, List<Address> to) {
    return answering(
        TopologyChangedEvent.class,
        Map.of(
            "isPre",
            pre,
            "getWriteConsistentHashAtStart",
            answering(ConsistentHash.class, Map.of("getMembers", from)),
            "getWriteConsistentHashAtEnd",
            answering(ConsistentHash.class, Map.of("getMembers", to))));
  }

  private int offersAfter(List<Address> from, List<Address> to, InfinispanTable table) {
    TableRepair repair = new TableRepair(table, offers::add);
    repair.topologyChanged(change(true, from, to));
    repair.topologyChanged(change(false, from, to));
    return offers.size();
  }

  private InfinispanTable table() throws Exception {
    InfinispanTable table = (InfinispanTable) node(0).table(Table.INTENTS);
    get(table.put("one", new byte[] {1}));
    return table;
  }

  @Test
  void whoIsLeftOffersWhatItHas() throws Exception {
    InfinispanTable table = table();
    Address self = table.self();

    assertThat(offersAfter(List.of(self, OTHER, THIRD), List.of(self, OTHER), table)).isOne();
  }

  @Test
  void whoWasTakenForDeadAndIsLetInAgainOffersNothing() throws Exception {
    InfinispanTable table = table();
    Address self = table.self();

    assertThat(offersAfter(List.of(self, OTHER, THIRD), List.of(OTHER, THIRD), table)).isZero();
  }
}
