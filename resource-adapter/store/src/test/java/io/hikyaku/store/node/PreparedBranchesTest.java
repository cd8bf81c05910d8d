package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.BranchStatus;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.HeuristicOutcomeException;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prepared branches while nodes come and go. */
class PreparedBranchesTest {

  private static final String GROUP = "orders";
  private static final String KEYED = "sensors";
  private static final int SENT = 10;
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final BranchId BRANCH = new BranchId("b");

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(3);
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<HeldPages> pages = new ArrayList<>();

  /** Of the node that joined last. */
  private DisturbedIntents intents;

  private TestNode join() {
    TestNode node =
        TestNode.start(
            TestNode.configuration(name, ports, nodes.size()),
            cluster -> {
              intents = new DisturbedIntents(cluster);
              pages.add(new HeldPages(intents));
              return pages.get(pages.size() - 1);
            });
    nodes.add(node);
    node.store.management().createGroup(GROUP, GroupSettings.spread());
    node.store.management().createGroup(KEYED, GroupSettings.keyed());
    return node;
  }

  @AfterEach
  void stop() {
    pages.forEach(HeldPages::letGo);
    nodes.forEach(TestNode::close);
  }

  /** Consumes a message and sends others to several segments. */
  private static void prepare(TestNode node) {
    node.send(GROUP, "in");
    UnitOfWork unit = node.store.begin();
    unit.settle(node.lease(GROUP, 1));
    for (int i = 0; i < SENT; i++) {
      unit.send(KEYED, Message.builder("out" + i).key("k" + i).build());
    }
    unit.prepare(BRANCH).toCompletableFuture().join();
  }

  /** Sends within one segment. */
  private static void prepareOneSegment(TestNode node) {
    UnitOfWork unit = node.store.begin();
    unit.send(KEYED, Message.builder("out").key("k").build());
    unit.prepare(BRANCH).toCompletableFuture().join();
  }

  private static CompletableFuture<Boolean> resolveToCommit(TestNode node) {
    return CompletableFuture.supplyAsync(
        () -> node.store.management().resolveBranch(BRANCH.value(), true));
  }

  private static void awaitBranch(TestNode node, BranchStatus.State state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> node.store.management().preparedBranches(),
            branches -> branches.size() == 1 && branches.get(0).state() == state);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void aBranchSurvivesARebalanceAndThenTheLossOfTheNodeThatPreparedIt() {
    TestNode one = join();
    TestNode two = join();
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
    prepare(two);

    TestNode three = join();
    three.awaitState(ClusterStatus.State.HEALTHY, 3);
    for (TestNode node : nodes) {
      assertThat(node.leaseNow(GROUP)).as("held by the branch").isEmpty();
      assertThat(node.leaseNow(KEYED)).as("not committed").isEmpty();
    }
    two.crash();
    one.awaitState(ClusterStatus.State.HEALTHY, 2);

    assertThat(three.store.branches().inDoubt()).containsExactly(BRANCH);
    assertThat(join(three.store.branches().commit(BRANCH))).isTrue();
    assertThat(one.drain(KEYED, QUIET)).hasSize(SENT);
    assertThat(one.leaseNow(GROUP)).isEmpty();
    assertThat(one.store.branches().inDoubt()).isEmpty();
  }

  @Test
  void anyNodeCanResolveABranchWhoseNodeIsGoneAndTellsItsTransactionManager() {
    TestNode one = join();
    TestNode two = join();
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
    prepare(two);
    two.crash();
    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    BranchStatus status = one.store.management().preparedBranches().get(0);
    assertThat(status.node()).isEqualTo("n2");
    assertThat(status.nodePresent()).isFalse();
    assertThat(status.sends()).isEqualTo(SENT);
    assertThat(status.settles()).isEqualTo(1);

    assertThat(one.store.management().resolveBranch(status.branch(), true)).isTrue();

    assertThat(one.drain(KEYED, QUIET)).hasSize(SENT);
    assertThat(one.leaseNow(GROUP)).isEmpty();
    assertThatThrownBy(() -> join(one.store.branches().rollback(BRANCH)))
        .hasCauseInstanceOf(HeuristicOutcomeException.class);
    assertThat(one.store.branches().inDoubt()).containsExactly(BRANCH);
    assertThat(one.store.management().resolveBranch(status.branch(), true))
        .as("the administrator takes note")
        .isTrue();
    assertThat(one.store.branches().inDoubt()).isEmpty();
    assertThat(join(one.store.branches().rollback(BRANCH))).isFalse();
  }

  @Test
  void anAdministratorIsTooLateForABranchOfOneSegmentThatIsBeingCommitted() {
    TestNode node = join();
    prepareOneSegment(node);
    pages.get(0).hold();
    CompletableFuture<Boolean> commit = node.store.branches().commit(BRANCH).toCompletableFuture();
    awaitBranch(node, BranchStatus.State.COMMITTING);

    assertThat(node.store.management().resolveBranch(BRANCH.value(), false)).isFalse();

    assertThat(commit).isNotDone();
    pages.get(0).letGo();
    assertThat(join(commit)).isTrue();
    assertThat(node.drain(KEYED, QUIET)).containsExactly("out");
  }

  @Test
  void aCommitIsTooLateForABranchOfOneSegmentThatAnAdministratorRollsBackMeanwhile() {
    TestNode node = join();
    prepareOneSegment(node);
    intents.meanwhile =
        () ->
            assertThat(node.store.management().resolveBranch(BRANCH.value(), false))
                .as("the administrator's rollback")
                .isTrue();

    assertThatThrownBy(() -> join(node.store.branches().commit(BRANCH)))
        .hasCauseInstanceOf(HeuristicOutcomeException.class);

    awaitBranch(node, BranchStatus.State.HEURISTIC_ROLLBACK);
    assertThat(node.drain(KEYED, QUIET)).isEmpty();
  }

  @Test
  void aRollbackDuringAnAdministratorsCommitIsToldOfItAndCanForgetIt() {
    TestNode node = join();
    prepare(node);
    pages.get(0).hold();
    CompletableFuture<Boolean> resolved = resolveToCommit(node);
    awaitBranch(node, BranchStatus.State.COMMITTING);

    CompletableFuture<Boolean> rollback =
        node.store.branches().rollback(BRANCH).toCompletableFuture();
    assertThat(rollback).as("it waits for the end").isNotDone();
    pages.get(0).letGo();

    assertThatThrownBy(rollback::join).hasCauseInstanceOf(HeuristicOutcomeException.class);
    assertThat(join(node.store.branches().forget(BRANCH))).isTrue();
    assertThat(resolved.join()).isTrue();
    assertThat(node.store.branches().inDoubt()).isEmpty();
    assertThat(node.drain(KEYED, QUIET)).hasSize(SENT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDecidedBranchOfADeadNodeIsFinishedByTheEldestMember(boolean byAdministrator) {
    TestNode one = join();
    TestNode two = join();
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
    prepare(two);
    pages.get(1).hold();
    if (byAdministrator) {
      resolveToCommit(two);
    } else {
      two.store.branches().commit(BRANCH);
    }
    awaitBranch(one, BranchStatus.State.COMMITTING);
    assertThat(one.leaseNow(KEYED)).as("decided, and nothing applied").isEmpty();

    two.crash();
    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);

    await().until(() -> one.status(KEYED).ready() == SENT);
    assertThat(one.drain(KEYED, QUIET)).hasSize(SENT);
    assertThat(one.leaseNow(GROUP)).as("settled").isEmpty();
    if (byAdministrator) {
      awaitBranch(one, BranchStatus.State.HEURISTIC_COMMIT);
      assertThatThrownBy(() -> join(one.store.branches().rollback(BRANCH)))
          .hasCauseInstanceOf(HeuristicOutcomeException.class);
    } else {
      await().until(() -> one.store.branches().inDoubt().isEmpty());
      assertThat(join(one.store.branches().commit(BRANCH))).as("committed before").isFalse();
    }
  }
}
