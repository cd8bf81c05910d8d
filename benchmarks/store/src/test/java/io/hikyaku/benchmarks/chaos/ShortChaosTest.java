package io.hikyaku.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.benchmarks.history.Disturbance;
import io.hikyaku.benchmarks.history.Disturbance.Kind;
import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.HistoryChecker;
import io.hikyaku.benchmarks.history.Verdict;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A few disturbances of three nodes in one JVM, judged like those of the campaign. The seed is in
 * the output; {@code -Dhikyaku.chaos.seed} repeats it.
 */
class ShortChaosTest {

  private static final int NODES = 3;
  private static final int DISTURBANCES = 3;
  private static final int MESSAGES_BETWEEN = 200;
  private static final Duration WELL_WITHIN = Duration.ofSeconds(60);

  private final long seed = Long.getLong("hikyaku.chaos.seed", System.nanoTime());
  private final Random random = new Random(seed * Caller.SCRAMBLE);
  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(NODES + DISTURBANCES);
  private final List<LocalNode> nodes = new ArrayList<>();
  private final List<LocalNode> all = new ArrayList<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private int unanswered;

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.store.close());
  }

  @Test
  void nothingAcknowledgedIsLostWhateverHappensToTheNodes() throws InterruptedException {
    System.out.println("ShortChaosTest: seed " + seed);
    for (int i = 0; i < NODES; i++) {
      join();
    }
    awaitWell();
    Kind[] kinds = {Kind.CRASH, Kind.SPLIT, Kind.LEAVE, Kind.JOIN};
    for (int i = 0; i < DISTURBANCES; i++) {
      awaitTraffic();
      disturb(kinds[random.nextInt(kinds.length)]);
    }
    awaitTraffic();
    nodes.forEach(LocalNode::stopSending);
    await("drained, seed " + seed)
        .atMost(WELL_WITHIN)
        .until(() -> nodes.stream().allMatch(LocalNode::isQuiet));

    List<Event> events = all.stream().flatMap(node -> node.recorder.events().stream()).toList();
    Verdict verdict = new HistoryChecker().check(events, disturbances);
    System.out.println("ShortChaosTest: " + verdict.summary());
    assertThat(verdict.violations())
        .as("seed %d: %s%n%s", seed, verdict.summary(), verdict.details())
        .isZero();
    assertThat(unanswered).as("callers that a closed store left waiting").isZero();
  }

  private void disturb(Kind kind) throws InterruptedException {
    LocalNode node = nodes.get(random.nextInt(nodes.size()));
    System.out.println("ShortChaosTest: " + kind + " of node " + node.process);
    switch (kind) {
      case CRASH -> {
        during(
            kind,
            node.process,
            () -> {
              nodes.remove(node);
              node.crash();
            });
        joinAgain();
      }
      case LEAVE -> {
        leave(node);
        joinAgain();
      }
      case JOIN -> {
        joinAgain();
        leave(nodes.get(nodes.size() - 1));
      }
      default -> during(kind, Disturbance.ALL, () -> split(node));
    }
  }

  private void split(LocalNode node) {
    List<LocalNode> others = nodes.stream().filter(other -> other != node).toList();
    others.forEach(other -> TestClusters.split(node.cluster, other.cluster));
    await("split, seed " + seed)
        .atMost(WELL_WITHIN)
        .until(() -> node.store.management().cluster().nodes().size() == 1);
    nodes.forEach(other -> TestClusters.heal(other.cluster));
  }

  private void leave(LocalNode node) throws InterruptedException {
    during(
        Kind.LEAVE,
        node.process,
        () -> {
          nodes.remove(node);
          unanswered += node.leave();
        });
  }

  private void joinAgain() throws InterruptedException {
    during(Kind.JOIN, all.size() + 1, this::join);
  }

  private void join() {
    int number = all.size() + 1;
    // one of its own: a node that crashed holds its port until it is cleaned up behind
    int port = ports[all.size()];
    LocalNode node =
        new LocalNode(
            TestClusters.builder(name, "n" + number, TestClusters.ownFirst(port, ports))
                .stopTimeout(Duration.ofSeconds(5))
                .build(),
            number);
    nodes.add(node);
    all.add(node);
  }

  private interface Action {
    void run() throws InterruptedException;
  }

  private void during(Kind kind, int process, Action action) throws InterruptedException {
    long from = System.nanoTime();
    action.run();
    awaitWell();
    disturbances.add(new Disturbance(kind, process, from, System.nanoTime()));
  }

  private void awaitWell() {
    String well = "HEALTHY members=" + nodes.size();
    await("well again, seed " + seed)
        .atMost(WELL_WITHIN)
        .until(() -> nodes.stream().allMatch(node -> ChaosNode.state(node.store).equals(well)));
  }

  private void awaitTraffic() {
    long before = acknowledged();
    await("traffic, seed " + seed)
        .atMost(WELL_WITHIN)
        .until(() -> acknowledged() >= before + MESSAGES_BETWEEN);
  }

  private long acknowledged() {
    return all.stream().mapToLong(node -> node.recorder.acknowledged()).sum();
  }
}
