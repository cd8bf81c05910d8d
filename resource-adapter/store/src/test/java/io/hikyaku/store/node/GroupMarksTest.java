package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The mark of a deleted group outlives every page that holds its messages. */
class GroupMarksTest {

  @Test
  void aMarkGoesWhenItIsOldAndNothingIsLeftOfTheGroup() {
    TestClock clock = new TestClock();
    try (TestNode node = TestNode.alone(clock)) {
      ReplicatedTable table = node.cluster.table(Cluster.Table.GROUPS);
      node.store.management().createGroup("kept", GroupSettings.spread());
      node.store.management().createGroup("gone", GroupSettings.spread());
      UnitOfWork both = node.store.begin();
      both.send("kept", Message.of("in one page"));
      both.send("gone", Message.of("in one page"));
      TestNode.commit(both);
      node.store.management().deleteGroup("gone");
      clock.advance(Duration.ofMinutes(11));

      await()
          .during(Duration.ofMillis(2500))
          .atMost(TestNode.SOON)
          .until(() -> table.get("gone") != null);

      assertThat(node.drain("kept", Duration.ZERO)).hasSize(1);
      await().atMost(TestNode.SOON).until(() -> table.get("gone") == null);
      assertThat(table.entries()).containsOnlyKeys("kept", "kept.dead");
      node.store.management().createGroup("gone", GroupSettings.keyed());
      assertThat(node.leaseNow("gone")).isEmpty();
    }
  }
}
