package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.MissingNode;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.NodeStatus.Drain;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.Lease;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Members give away what they hold, and take their share again. */
class NodeAdministrationTest {

  private static final Duration LONG = Duration.ofSeconds(40);

  private static List<TestNode> nodes;
  private static QueueManagement management;

  @BeforeAll
  static void start() {
    nodes = TestNode.cluster(3, 3);
    nodes.get(0).awaitState(ClusterStatus.State.HEALTHY, 3);
    management = nodes.get(0).store.management();
    management.createGroup("g", GroupSettings.spread());
    management.createGroup("k", GroupSettings.keyed());
  }

  @AfterAll
  static void stop() {
    nodes.forEach(TestNode::close);
  }

  @AfterEach
  void undrain() {
    List.of("n1", "n2", "n3").forEach(management.nodes()::undrain);
    nodes.get(0).awaitState(ClusterStatus.State.HEALTHY, 3);
  }

  private NodeStatus status(String node) {
    return management.cluster().nodes().stream()
        .filter(one -> one.name().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private void awaitDrain(String node, Drain state) {
    await(node + " is " + state).atMost(LONG).until(() -> status(node).drain() == state);
  }

  /** The coordinator of the cluster too: it decides over its own share. */
  @Test
  void eachMemberCanBeDrainedWithoutLossWhileItWorksAndTakesItsShareAgain() {
    for (String name : List.of("n1", "n2", "n3")) {
      TestNode node = nodes.get(Integer.parseInt(name.substring(1)) - 1);
      Set<String> sent = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        node.send("g", name + i);
        nodes.get(0).send("k", "key" + i, name + "k" + i);
        sent.add(name + i);
      }
      List<Lease> worked = node.lease("g", 1);

      management.nodes().drain(name);
      management.nodes().drain(name);
      awaitDrain(name, Drain.DRAINED);

      assertThat(status(name).primarySegments()).isZero();
      assertThat(status(name).storedBytes()).isZero();
      assertThat(node.cluster.placement().owners())
          .allSatisfy(owners -> assertThat(owners).doesNotContain(node.cluster.self()));
      node.settle(worked);
      sent.remove(worked.get(0).message().text());
      node.send("g", name + "later");
      sent.add(name + "later");
      assertThat(node.drain("g", Duration.ofSeconds(1))).containsExactlyInAnyOrderElementsOf(sent);

      assertThat(management.nodes().undrain(name)).isTrue();
      awaitDrain(name, Drain.ACTIVE);
      await(name + " has its share again")
          .atMost(LONG)
          .until(() -> status(name).primarySegments() > 0);
      nodes.get(0).awaitState(ClusterStatus.State.HEALTHY, 3);
    }
    assertThat(management.nodes().undrain("n1")).isFalse();
    assertThat(management.groups()).anySatisfy(g -> assertThat(g.depth()).isEqualTo(180));
  }

  @Test
  void aDrainedMemberThatIsKilledTakesNothingAlong() {
    List<TestNode> pair = TestNode.cluster(2, 2);
    try (TestNode stays = pair.get(0)) {
      TestNode drained = pair.get(1);
      stays.awaitState(ClusterStatus.State.HEALTHY, 2);
      QueueManagement its = stays.store.management();
      its.createGroup("g", GroupSettings.spread());
      its.nodes().drain("n2");
      await("n2 is drained")
          .atMost(LONG)
          .until(() -> its.cluster().nodes().get(1).drain() == Drain.DRAINED);
      for (int i = 0; i < 50; i++) {
        drained.send("g", "m" + i);
      }

      drained.crash();

      await("it is gone").atMost(LONG).until(() -> its.cluster().nodes().size() == 1);
      assertThat(stays.drain("g", Duration.ofSeconds(1))).hasSize(50);
      await("it is missed, as it said nothing")
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(its.cluster().missing())
                      .extracting(MissingNode::name)
                      .containsExactly("n2"));
      assertThatThrownBy(() -> its.nodes().forget("n1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("n1")
          .hasMessageContaining("[n2]");

      its.nodes().forget("n2");

      assertThat(its.cluster().missing()).isEmpty();
      assertThatThrownBy(() -> its.nodes().forget("n2"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theLastOnesThatHoldMessagesAreNotDrained() {
    management.nodes().drain("n2");
    management.nodes().drain("n3");
    awaitDrain("n3", Drain.DRAINED);

    assertThatThrownBy(() -> management.nodes().drain("n1"))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("no other would hold messages");
    assertThatThrownBy(() -> management.nodes().drain("n7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n7")
        .hasMessageContaining("[n1, n2, n3]");
    assertThat(management.cluster().state()).isEqualTo(ClusterStatus.State.TOO_FEW_NODES);
  }

  @Test
  void oneGroupIsAskedForAlone() {
    management.createGroup("one", GroupSettings.spread());
    nodes.forEach(node -> node.send("one", "one more"));

    assertThat(management.group("one").depth()).isEqualTo(3);
    assertThat(management.group("one").settings()).isEqualTo(GroupSettings.spread());
    assertThat(management.groups())
        .filteredOn(group -> group.name().equals("one"))
        .singleElement()
        .extracting(GroupStatus::depth, GroupStatus::revision)
        .containsExactly(3L, management.group("one").revision());
    assertThatThrownBy(() -> management.group("none"))
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("none");
  }

  @Test
  void withoutRebalancingNothingMovesUntilItIsOnAgain() {
    management.nodes().rebalancing(false);
    assertThat(nodes.get(2).store.management().cluster().rebalancingEnabled()).isFalse();
    management.nodes().drain("n3");
    assertThat(status("n3").drain()).isEqualTo(Drain.DRAINING);
    assertThat(status("n3").primarySegments()).isPositive();

    nodes.get(1).store.management().nodes().rebalancing(true);

    awaitDrain("n3", Drain.DRAINED);
    assertThat(management.cluster().rebalancingEnabled()).isTrue();
  }
}
