package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.Cluster.Table;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The write of an intent that comes a second time, long after, as the cluster repeats what was on
 * its way when a member left: what was done is not done again.
 */
class LateIntentTest {

  private static final String KEYED = "sensors";
  private static final int MESSAGES = 10;

  /** Longer than a sweep of intents, which is done once a second. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(2);
  private DisturbedIntents disturbed;
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    one = TestNode.start(TestNode.configuration(name, ports, 0));
    two =
        TestNode.start(
            TestNode.configuration(name, ports, 1),
            cluster -> {
              disturbed = new DisturbedIntents(cluster);
              return disturbed;
            });
    one.store.management().createGroup(KEYED, GroupSettings.keyed());
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
  }

  @AfterEach
  void stop() {
    two.close();
    one.close();
  }

  private UnitOfWork severalSegments() {
    UnitOfWork unit = two.store.begin();
    for (int i = 0; i < MESSAGES; i++) {
      unit.send(KEYED, Message.builder("out" + i).key("k" + i).build());
    }
    return unit;
  }

  private Collection<byte[]> intents() {
    return one.cluster.table(Table.INTENTS).entries().values();
  }

  private void awaitEnded() {
    await().until(() -> intents().stream().noneMatch(bytes -> Intent.stateOf(bytes).isOpen()));
  }

  @Test
  void anIntentThatOthersFinishedForADeadNodeIsNotAppliedAgain() {
    disturbed.storing = DisturbedIntents.Storing.WITHOUT_ANSWER;
    severalSegments().commit();
    await().until(() -> !intents().isEmpty());
    two.crash();
    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    assertThat(one.drain(KEYED, Duration.ofMillis(500))).hasSize(MESSAGES);
    awaitEnded();

    disturbed.again(one.cluster);

    assertThat(one.drain(KEYED, QUIET)).isEmpty();
  }

  @Test
  void aTransactionThatWasNotStoredInTimeIsWithdrawnForGood() {
    disturbed.storing = DisturbedIntents.Storing.LATER;
    UnitOfWork unit = severalSegments();
    assertThatThrownBy(() -> TestNode.commit(unit))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);

    disturbed.again(one.cluster);
    two.crash(); // whose node is gone, is finished by others

    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    assertThat(one.drain(KEYED, QUIET)).isEmpty();
  }

  @Test
  void aBranchThatWasNotPreparedInTimeIsNotInDoubtLater() {
    disturbed.storing = DisturbedIntents.Storing.LATER;
    UnitOfWork unit = severalSegments();
    assertThatThrownBy(() -> unit.prepare(new BranchId("late")).toCompletableFuture().join())
        .hasCauseInstanceOf(StoreUnavailableException.class);

    disturbed.again(one.cluster);

    assertThat(two.store.branches().inDoubt()).isEmpty();
    assertThat(two.store.branches().commit(new BranchId("late")).toCompletableFuture().join())
        .isFalse();
  }

  @Test
  void nothingIsLeftOfIntentsInTheEnd() {
    TestNode.commit(severalSegments());
    UnitOfWork back = severalSegments();
    back.prepare(new BranchId("back")).toCompletableFuture().join();
    assertThat(two.store.branches().rollback(new BranchId("back")).toCompletableFuture().join())
        .isTrue();
    assertThat(one.drain(KEYED, Duration.ofMillis(300))).hasSize(MESSAGES);

    await().atMost(TestNode.SOON).until(() -> intents().isEmpty());
    await().atMost(TestNode.SOON).until(() -> one.nodeStatus().storedBytes() == 0);
    await().atMost(TestNode.SOON).until(() -> two.nodeStatus().storedBytes() == 0);
  }
}
