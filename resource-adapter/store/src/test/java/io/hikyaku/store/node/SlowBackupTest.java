package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member that does not answer holds up no message that others can keep the copy of. */
class SlowBackupTest {

  private static final String GROUP = "orders";
  private static final String KEYED = "sensors";
  private static final Duration LATE_DETECTION = Duration.ofSeconds(30);

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(3);
  private final List<TestNode> nodes = new ArrayList<>();

  private TestNode join() {
    int number = nodes.size();
    StoreConfiguration configuration =
        TestClusters.builder(name, "n" + number, TestClusters.ownFirst(ports[number], ports))
            .failureDetectionTimeout(LATE_DETECTION)
            .operationTimeout(Duration.ofSeconds(60))
            .stopTimeout(Duration.ofSeconds(2))
            .build();
    TestNode node = TestNode.start(configuration);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void spreadMessagesGoOnWithoutItLongBeforeItIsDetected() {
    TestNode one = join();
    join();
    TestNode silent = join();
    one.store.management().createGroup(GROUP, GroupSettings.spread());
    one.store.management().createGroup(KEYED, GroupSettings.keyed());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodes.stream().allMatch(node -> node.nodeStatus().primarySegments() > 0));
    for (int i = 0; i < 100; i++) {
      one.send(GROUP, "before " + i);
    }

    TestClusters.split(one.cluster, silent.cluster);
    List<CompletableFuture<Void>> stuck = new ArrayList<>();
    for (int i = 0; i < 64; i++) { // so that pages are on their way to the silent one
      UnitOfWork unit = one.store.begin();
      unit.send(KEYED, Message.builder("m").key("key" + i).build());
      stuck.add(unit.commit().toCompletableFuture());
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> one.nodeStatus().slowBackups().equals(List.of("n2")));
    for (int i = 0; i < 200; i++) {
      UnitOfWork unit = one.store.begin();
      unit.send(GROUP, Message.of("while it is silent"));
      unit.commit().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    assertThat(one.cluster.members()).as("it was not even suspected").hasSize(3);
    assertThat(stuck).anyMatch(send -> !send.isDone());
    TestClusters.heal(one.cluster, silent.cluster);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                stuck.stream().allMatch(CompletableFuture::isDone)
                    && one.nodeStatus().slowBackups().isEmpty());
    assertThat(stuck).noneMatch(CompletableFuture::isCompletedExceptionally);
  }
}
