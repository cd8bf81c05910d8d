package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster.Table;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A member dies while what it writes has reached one of the others and not the other: both have the
 * same afterwards.
 */
class TablesAfterCrashTest extends ClusterTest {

  private static final int KEYS = 40;

  private InfinispanCluster dying;
  private InfinispanCluster reached;
  private InfinispanCluster missed;

  @BeforeEach
  void startNodes() {
    reached = node(0);
    missed = node(1);
    dying = node(2);
    awaitMembers(3, reached, missed, dying);
  }

  /** A value of the table, later than those of smaller revisions. */
  private static byte[] value(int revision) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(revision).array();
  }

  private static Map<String, Integer> revisions(InfinispanCluster node) {
    Map<String, Integer> revisions = new HashMap<>();
    node.table(Table.JOBS)
        .entries()
        .forEach((key, value) -> revisions.put(key, ByteBuffer.wrap(value).getInt()));
    return revisions;
  }

  private void awaitEqual() {
    awaitMembers(2, reached, missed);
    await("both have the same")
        .untilAsserted(() -> assertThat(revisions(missed)).isEqualTo(revisions(reached)));
  }

  @Test
  void whatWasPutIsWithAllOrNone() {
    TestClusters.split(dying, missed);
    ReplicatedTable table = dying.table(Table.JOBS);
    for (int i = 0; i < KEYS; i++) {
      table.put("key" + i, value(1));
    }
    await("some have reached one of them").until(() -> !revisions(reached).isEmpty());

    TestClusters.crash(dying);

    awaitEqual();
    assertThat(revisions(missed)).isNotEmpty();
  }

  @Test
  void theLaterOfTwoValuesStays() throws Exception {
    ReplicatedTable table = dying.table(Table.JOBS);
    List<CompletableFuture<Void>> puts = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      puts.add(table.put("key" + i, value(1)).toCompletableFuture());
    }
    get(CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)));
    TestClusters.split(dying, missed);
    for (int i = 0; i < KEYS; i++) {
      table.replace("key" + i, value(1), value(2));
    }
    await("some have reached one of them").until(() -> revisions(reached).containsValue(2));
    List<String> seen =
        revisions(reached).entrySet().stream()
            .filter(entry -> entry.getValue() == 2)
            .map(Map.Entry::getKey)
            .toList();

    TestClusters.crash(dying);

    awaitEqual();
    assertThat(revisions(missed)).hasSize(KEYS);
    for (String key : seen) {
      assertThat(revisions(missed)).containsEntry(key, 2);
    }
  }
}
