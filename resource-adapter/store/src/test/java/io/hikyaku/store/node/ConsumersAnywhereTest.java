package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers on one node take messages that others have. */
class ConsumersAnywhereTest {

  private static final String GROUP = "orders";
  private static final String KEYED = "sensors";
  private static final Duration QUIET = Duration.ofMillis(500);

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(3);
  private final List<TestNode> nodes = new ArrayList<>();
  private int joined;
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    one = join();
    two = join();
    one.store.management().createGroup(GROUP, GroupSettings.spread());
    one.store.management().createGroup(KEYED, GroupSettings.keyed());
    await().until(() -> primarySegments(one) > 0 && primarySegments(two) > 0);
    await().until(() -> two.store.management().groups().size() == 4);
  }

  private static int primarySegments(TestNode node) {
    return node.nodeStatus().primarySegments();
  }

  private TestNode join() {
    TestNode node = TestNode.start(TestNode.configuration(name, ports, joined++));
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void messagesOfAnotherNodeAreConsumed() {
    IntStream.range(0, 500).forEach(i -> one.send(GROUP, "m" + i));

    assertThat(two.drain(GROUP, QUIET))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 500).mapToObj(i -> "m" + i).toList());
    await().until(() -> one.status(GROUP).depth() == 0);
  }

  @Test
  void whoWaitedBeforeTheMessageCameGetsItFromTheOtherNode() throws Exception {
    CompletableFuture<List<Lease>> waiting = two.store.receive(GROUP, 1);
    one.send(GROUP, "first");

    List<Lease> leases = waiting.get(10, TimeUnit.SECONDS);

    assertThat(leases.get(0).message().text()).isEqualTo("first");
    assertThat(one.status(GROUP).inFlight()).isEqualTo(1);
    two.settle(leases);
    await().until(() -> one.status(GROUP).depth() == 0);
  }

  @Test
  void consumersOnTheNodeThatHasTheMessageComeFirst() throws Exception {
    CompletableFuture<List<Lease>> distant = two.store.receive(GROUP, 1);
    one.send(GROUP, "for the distant one");
    two.settle(distant.get(10, TimeUnit.SECONDS)); // from now on node two asks without delay
    CompletableFuture<List<Lease>> again = two.store.receive(GROUP, 1);
    CompletableFuture<List<Lease>> near = one.store.receive(GROUP, 1);

    one.send(GROUP, "for the near one");

    assertThat(near.get(10, TimeUnit.SECONDS).get(0).message().text())
        .isEqualTo("for the near one");
    assertThat(again).isNotDone();
    one.settle(near.join());
    again.cancel(false);
  }

  @Test
  void messagesOfAKeyStayInOrderWhoeverConsumes() throws Exception {
    for (int i = 0; i < 200; i++) {
      one.send(KEYED, "key" + i % 8, String.format("key%d-%03d", i % 8, i));
    }
    List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> consumers = new ArrayList<>();
    for (TestNode node : List.of(one, two, one, two)) {
      consumers.add(CompletableFuture.runAsync(() -> consume(node, seen)));
    }
    CompletableFuture.allOf(consumers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

    assertThat(seen).hasSize(200);
    Map<String, String> last = new HashMap<>();
    for (String text : seen) {
      String before = last.put(text.substring(0, 4), text);
      assertThat(before == null || before.compareTo(text) < 0).as(before + " " + text).isTrue();
    }
  }

  private static void consume(TestNode node, List<String> seen) {
    while (true) {
      List<Lease> leases = node.store.receive(KEYED, 3, QUIET);
      if (leases.isEmpty()) {
        return;
      }
      leases.forEach(lease -> seen.add(lease.message().text()));
      node.settle(leases);
    }
  }

  @Test
  void whatACrashedConsumerHadReturnsWithItsCountRaised() {
    one.send(GROUP, "m");
    List<Lease> held = two.lease(GROUP, 1);
    assertThat(held).hasSize(1);

    two.crash();
    nodes.remove(two);

    List<Lease> again = one.lease(GROUP, 1);
    assertThat(again.get(0).message().deliveryCount()).isEqualTo(2);
    one.settle(again);
  }

  @Test
  void aLentMessageStaysLentWhenItsSegmentMoves() {
    for (int i = 0; i < 20; i++) {
      one.send(KEYED, "key" + i, "m" + i);
    }
    List<Lease> held = new ArrayList<>();
    while (held.size() < 20) {
      held.addAll(two.lease(KEYED, 20));
    }

    nodes.remove(one);
    one.close();
    TestNode three = join();
    await().until(() -> primarySegments(three) > 0 && primarySegments(two) > 0);

    assertThat(three.store.receive(KEYED, 1, QUIET)).isEmpty();
    two.settle(held);
    await().until(() -> three.status(KEYED).depth() == 0);
  }

  @Test
  void whatIsReturnedIsAtTheHeadAgain() {
    one.send(KEYED, "key", "a");
    one.send(KEYED, "key", "b");
    List<Lease> first = two.lease(KEYED, 1);
    two.store.release(first, true, "not now");

    List<Lease> again = two.lease(KEYED, 2);
    assertThat(again).extracting(lease -> lease.message().text()).containsExactly("a", "b");
    assertThat(again.get(0).message().deliveryCount()).isEqualTo(2);
    two.settle(again);
  }
}
