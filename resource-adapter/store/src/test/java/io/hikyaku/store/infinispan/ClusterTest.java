package io.hikyaku.store.infinispan;

import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.cluster.Removal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** What the tests of clusters share: nodes that are closed behind each test. */
abstract class ClusterTest {

  static final int MAX_NODES = 4;

  final String name = TestClusters.uniqueName();
  final int[] ports = TestClusters.freePorts(MAX_NODES);
  final List<InfinispanCluster> nodes = new ArrayList<>();
  final Map<Cluster, Recorder> recorders = new HashMap<>();

  @AfterEach
  void closeAll() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).close();
    }
  }

  /** Starts a node whose handler answers with what it is asked. */
  InfinispanCluster node(int index) {
    return node(index, builder -> builder);
  }

  InfinispanCluster node(int index, UnaryOperator<StoreConfiguration.Builder> change) {
    StoreConfiguration.Builder builder =
        TestClusters.builder(name, "node" + index, TestClusters.ownFirst(ports[index], ports));
    InfinispanCluster node = InfinispanCluster.join(change.apply(builder).build());
    nodes.add(node);
    Recorder recorder = new Recorder(new ModelIndex(node));
    recorders.put(node, recorder);
    node.start(recorder, (caller, request) -> CompletableFuture.completedFuture(request));
    return node;
  }

  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20));
  }

  static void awaitMembers(int count, Cluster... clusters) {
    for (Cluster cluster : clusters) {
      await(count + " members and no rebalance at " + cluster.self())
          .until(() -> cluster.members().size() == count && !cluster.rebalancing());
    }
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(15, TimeUnit.SECONDS);
  }

  static PageName page(Cluster writer, int segment, long sequence) {
    return new PageName(segment, writer.self().incarnation(), sequence);
  }

  static byte[] bytes(PageName name) {
    return ("page " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static void write(Cluster writer, PageName name, PageName... removals) throws Exception {
    get(
        writer.write(
            name == null ? List.of() : List.of(new NamedPage(name, bytes(name))),
            Stream.of(removals).map(r -> new Removal(r, false)).toList()));
  }

  static Set<PageName> stored(Cluster cluster, int segment) {
    Set<PageName> names = new TreeSet<>(java.util.Comparator.comparing(PageName::toString));
    cluster.forEachPage(segment, page -> names.add(page.name()));
    return names;
  }

  long copies(PageName name) {
    return nodes.stream().filter(node -> stored(node, name.segment()).contains(name)).count();
  }

  /** A segment whose primary is this member. */
  static int segmentOf(Cluster cluster) {
    Placement placement = cluster.placement();
    for (int segment = 0; segment < cluster.segments(); segment++) {
      if (cluster.self().equals(placement.primary(segment))) {
        return segment;
      }
    }
    throw new AssertionError(cluster.self() + " is primary of nothing: " + placement);
  }

  static Member other(Cluster cluster) {
    return cluster.members().stream()
        .filter(member -> !member.equals(cluster.self()))
        .findFirst()
        .orElseThrow();
  }
}
