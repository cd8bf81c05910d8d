package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MembershipTest extends ClusterTest {

  @Test
  void nodesJoinOneByOneAndShareTheSegments() {
    for (int count = 1; count <= MAX_NODES; count++) {
      node(count - 1);
      awaitMembers(count, nodes.toArray(Cluster[]::new));
      List<Member> selves = nodes.stream().map(InfinispanCluster::self).toList();
      for (Cluster node : nodes) {
        assertThat(node.members()).containsExactlyInAnyOrderElementsOf(selves);
        Placement placement = node.placement();
        assertThat(placement.owners()).hasSize(16);
        int copies = Math.min(count, 2);
        assertThat(placement.owners())
            .allSatisfy(owners -> assertThat(owners).hasSize(copies).doesNotHaveDuplicates());
        Set<Member> primaries =
            placement.owners().stream().map(owners -> owners.get(0)).collect(Collectors.toSet());
        assertThat(primaries).containsExactlyInAnyOrderElementsOf(selves);
      }
    }
  }

  @Test
  void aMemberIsKnownByNameAddressAndIncarnation() {
    InfinispanCluster node = node(0);
    assertThat(node.self().nodeName()).isEqualTo("node0");
    assertThat(node.self().address()).isEqualTo("127.0.0.1:" + ports[0]);
    assertThat(node.self().incarnation()).isPositive();
    assertThat(node.members()).containsExactly(node.self());
  }

  @Test
  void aRestartHasTheSameNameAndANewIncarnation() {
    InfinispanCluster stays = node(0);
    InfinispanCluster first = node(1);
    awaitMembers(2, stays);
    first.close();
    awaitMembers(1, stays);
    InfinispanCluster second = node(1);
    awaitMembers(2, stays, second);
    assertThat(second.self().nodeName()).isEqualTo(first.self().nodeName());
    assertThat(second.self().incarnation()).isGreaterThan(first.self().incarnation());
    assertThat(stays.members()).contains(second.self()).doesNotContain(first.self());
  }

  @Test
  void theListenerIsToldOnOneThreadWithVersionsThatGrow() {
    InfinispanCluster node = node(0);
    Recorder recorder = recorders.get(node);
    await("the present state").until(() -> !recorder.placements.isEmpty());
    assertThat(recorder.members).containsExactly(node.self());
    InfinispanCluster second = node(1);
    await("two members").until(() -> recorder.members.size() == 2);
    awaitMembers(2, node, second);
    second.close();
    await("one member").until(() -> recorder.members.size() == 1);
    assertThat(recorder.placements).extracting(Placement::version).isSorted();
    assertThat(recorder.threads).hasSize(1);
  }

  @Test
  void aPortInUseIsSaidWithAddressAndPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(ports[0], 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> node(0))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("bindPort " + ports[0] + " of 127.0.0.1");
    }
  }

  @Test
  void anUnknownBindAddressIsSaid() {
    assertThatThrownBy(() -> node(0, builder -> builder.bind("no-such-host.invalid", ports[0])))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void aCrashedNodeIsTakenOutSoon() {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    InfinispanCluster third = node(2);
    awaitMembers(3, first, second, third);
    long startNs = System.nanoTime();
    TestClusters.crash(third);
    awaitMembers(2, first, second);
    // 0.6 s on an idle machine; silence alone would take the failure detection's 2 s and more
    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
    assertThat(first.placement().owners())
        .allSatisfy(owners -> assertThat(owners).doesNotContain(third.self()).hasSize(2));
  }
}
