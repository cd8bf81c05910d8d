package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.WhenCopiesMissing;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import org.junit.jupiter.api.Test;

/** Limits hit on purpose: a clear refusal, and all goes on when there is room again. */
class LimitsTest {

  private static final int BODY_BYTES = 100_000;

  private static StoreConfiguration.Builder builder() {
    return TestClusters.builder(TestClusters.uniqueName(), "n1", TestClusters.freePorts(1));
  }

  @Test
  void aFullStoreRefusesUntilConsumersCatchUp() {
    try (TestNode node = TestNode.start(builder().memoryLimitBytes(1 << 20).build())) {
      node.store.management().createGroup("g", GroupSettings.spread());
      node.store.management().createGroup("k", GroupSettings.keyed());
      Message message = Message.of(new byte[BODY_BYTES]);
      for (int i = 0; i < 10; i++) {
        node.send("g", message);
      }
      assertThatThrownBy(() -> node.send("g", message))
          .hasCauseInstanceOf(StoreFullException.class)
          .hasMessageContaining("1048576");
      UnitOfWork several = node.store.begin();
      for (int i = 0; i < 20; i++) {
        several.send("k", Message.builder(message.body()).key("k" + i).build());
      }
      assertThatThrownBy(() -> TestNode.commit(several))
          .hasCauseInstanceOf(StoreFullException.class);

      // what consumes and sends passes, or a full store would stay full
      UnitOfWork move = node.store.begin();
      move.settle(node.lease("g", 1));
      move.send("k", Message.builder(message.body()).key("k").build());
      TestNode.commit(move);
      node.settle(node.lease("g", 5));

      org.awaitility.Awaitility.await()
          .atMost(TestNode.SOON)
          .untilAsserted(() -> node.send("g", message));
      assertThat(node.store.browse("k", 10)).hasSize(1);
    }
  }

  @Test
  void missingCopiesAreRefusedIfSetSo() {
    StoreConfiguration strict = builder().whenCopiesMissing(WhenCopiesMissing.REFUSE).build();
    try (TestNode node = TestNode.start(strict)) {
      node.store.management().createGroup("g", GroupSettings.spread());
      assertThatThrownBy(() -> node.send("g", "x"))
          .hasCauseInstanceOf(NoBackupException.class)
          .hasMessageContaining("2 copies");
    }
  }
}
