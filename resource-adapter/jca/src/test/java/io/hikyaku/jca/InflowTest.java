package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.jca.TestEndpoints.Step;
import jakarta.resource.ResourceException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries to beans: steps in pairs, no message lost on any path. */
class InflowTest {

  private TestAdapter adapter;
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private void see(ReceivedMessage message) {
    seen.add(message.text() + "/" + message.deliveryCount());
  }

  private void awaitConsumed() {
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
  }

  private void awaitQuiet(TestEndpoints endpoints) {
    await().untilAsserted(() -> assertThat(endpoints.open()).isZero());
  }

  @Test
  void aMessageIsSettledWithItsTransaction() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see);
    adapter.activate(endpoints, "in", 1);
    adapter.store.put("in", "a");
    awaitConsumed();
    awaitQuiet(endpoints);
    assertThat(seen).containsExactly("a/1");
    assertThat(endpoints.calls()).containsExactly("create", "before", "call", "after", "release");
    assertThat(adapter.store.releases()).isEmpty();
  }

  @Test
  void anEndpointServesSeveralDeliveriesInARow() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see);
    for (int i = 0; i < 200; i++) {
      adapter.store.put("in", "m" + i);
    }
    adapter.activate(endpoints, "in", 3);
    awaitConsumed();
    awaitQuiet(endpoints);
    assertThat(seen).hasSize(200).doesNotHaveDuplicates();
    assertThat(count(endpoints, "before")).isEqualTo(200);
    assertThat(count(endpoints, "after")).isEqualTo(200);
    assertThat(count(endpoints, "create")).isEqualTo(count(endpoints, "release"));
  }

  private static long count(TestEndpoints endpoints, String call) {
    return endpoints.calls().stream().filter(call::equals).count();
  }

  @Test
  void aBatchIsHandledAsOne() throws ResourceException {
    ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>();
    TestEndpoints endpoints =
        TestEndpoints.batch(
            adapter.server,
            messages -> batches.add(messages.stream().map(ReceivedMessage::text).toList()));
    adapter.store.put("in", "a", "b", "c");
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup("in");
    spec.setConcurrency(1);
    spec.setBatchSize(2);
    adapter.adapter.endpointActivation(endpoints, spec);
    awaitConsumed();
    assertThat(batches).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void aBatchThatFailsReturnsAsAWhole() throws ResourceException {
    AtomicInteger calls = new AtomicInteger();
    TestEndpoints endpoints =
        TestEndpoints.batch(
            adapter.server,
            messages -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("no");
              }
              messages.forEach(this::see);
            });
    adapter.store.put("in", "a", "b");
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    assertThat(seen).containsExactly("a/2", "b/2");
  }

  @Test
  void whatABeanThrowsIsTheReasonOfTheReturn() throws ResourceException {
    adapter.store.createGroup("poison", GroupSettings.spread().withDeliveryLimit(2));
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              see(message);
              throw new IllegalArgumentException("cannot read it");
            });
    adapter.store.put("poison", "a");
    adapter.activate(endpoints, "poison", 1);
    await().untilAsserted(() -> assertThat(adapter.store.depth("poison")).isZero());
    awaitQuiet(endpoints);
    assertThat(seen).containsExactly("a/1", "a/2");
    assertThat(adapter.store.depth("poison.dead")).isEqualTo(1);
    assertThat(adapter.store.releases())
        .hasSize(2)
        .allSatisfy(
            release -> {
              assertThat(release.failed()).isTrue();
              assertThat(release.reason()).contains("cannot read it");
            });
    assertThat(endpoints.calls())
        .containsExactly(
            "create", "before", "call", "after", "release", "create", "before", "call", "after",
            "release");
  }

  @Test
  void aTransactionThatABeanMarksForRollbackReturnsTheMessage() throws ResourceException {
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              see(message);
              if (message.deliveryCount() == 1) {
                adapter.server.transactions().setRollbackOnly();
              }
            });
    adapter.store.put("in", "a");
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    assertThat(seen).containsExactly("a/1", "a/2");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aStepThatFailsLosesNothing(Step step) throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see).failing(step, 2);
    adapter.store.put("in", "a");
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    awaitQuiet(endpoints);
    boolean beanSawIt = step == Step.AFTER || step == Step.NEVER_ASKED;
    assertThat(seen).last().isEqualTo(beanSawIt ? "a/3" : "a/1");
    assertThat(adapter.store.leased()).isZero();
    assertThat(count(endpoints, "call")).isEqualTo(count(endpoints, "after"));
    assertThat(count(endpoints, "create")).isEqualTo(count(endpoints, "release"));
    assertThat(adapter.store.releases())
        .hasSize(step == Step.RELEASE ? 0 : 2)
        .allSatisfy(release -> assertThat(release.failed()).isEqualTo(beanSawIt));
  }

  @Test
  void aCommitThatFailsReturnsTheMessage() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see);
    adapter.store.put("in", "a");
    adapter.store.failNextEnd(new StoreFullException("full"));
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    assertThat(seen).containsExactly("a/1", "a/2");
  }

  @Test
  void withoutATransactionAMessageIsSettledWhenTheBeanReturns() throws ResourceException {
    TestEndpoints endpoints =
        TestEndpoints.notTransacted(
            adapter.server,
            message -> {
              see(message);
              if (message.deliveryCount() == 1) {
                throw new IllegalStateException("once");
              }
            });
    adapter.store.put("in", "a");
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    assertThat(seen).containsExactly("a/1", "a/2");
    assertThat(adapter.store.releases()).hasSize(1);
  }

  @Test
  void aRejectedWorkReturnsTheMessagesAndTriesAgain() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see);
    adapter.server.reject(2);
    adapter.store.put("in", "a");
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    assertThat(seen).containsExactly("a/1");
    assertThat(adapter.store.releases())
        .hasSize(2)
        .allSatisfy(release -> assertThat(release.failed()).isFalse());
  }

  @Test
  void aGroupThatIsMadeLaterIsFound() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see);
    adapter.activate(endpoints, "later", 2);
    adapter.store.createGroup("later", GroupSettings.spread());
    adapter.store.put("later", "a");
    await().untilAsserted(() -> assertThat(adapter.store.depth("later")).isZero());
    assertThat(seen).containsExactly("a/1");
  }

  @Test
  void deactivationCancelsWaitsAndLetsADeliveryFinish() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              entered.countDown();
              awaitLatch(leave);
              see(message);
            });
    adapter.store.put("in", "a");
    QueueActivationSpec spec = adapter.activate(endpoints, "in", 3);
    entered.await();
    Thread deactivation = new Thread(() -> adapter.adapter.endpointDeactivation(endpoints, spec));
    deactivation.start();
    await().untilAsserted(() -> assertThat(deactivation.getState()).isEqualTo(waiting()));
    adapter.store.put("in", "b");
    leave.countDown();
    deactivation.join();
    assertThat(seen).containsExactly("a/1");
    assertThat(adapter.store.depth("in")).isEqualTo(1);
    await().untilAsserted(() -> assertThat(adapter.store.leased()).isZero());
    awaitQuiet(endpoints);
  }

  private static Thread.State waiting() {
    return Thread.State.TIMED_WAITING;
  }

  @Test
  void deactivationWaitsForABeanOnlySoLong() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              entered.countDown();
              awaitLatch(leave);
              see(message);
            });
    adapter.store.put("in", "a");
    QueueActivationSpec spec = adapter.activate(endpoints, "in", 1);
    entered.await();
    adapter.adapter.endpointDeactivation(endpoints, spec);
    assertThat(seen).isEmpty();
    leave.countDown();
    awaitConsumed();
    awaitQuiet(endpoints);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theSameBeanCanBeActivatedAgain() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, this::see);
    for (int i = 0; i < 20; i++) {
      QueueActivationSpec spec = adapter.activate(endpoints, "in", 2);
      adapter.store.put("in", "m" + i);
      adapter.adapter.endpointDeactivation(endpoints, spec);
    }
    adapter.activate(endpoints, "in", 2);
    awaitConsumed();
    assertThat(seen).hasSize(20).allMatch(text -> text.endsWith("/1"));
    awaitQuiet(endpoints);
  }

  @Test
  void consumersWorkAtTheSameTimeUpToTheConcurrency() throws ResourceException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch together = new CountDownLatch(4);
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              threads.add(Thread.currentThread());
              together.countDown();
              awaitLatch(together);
            });
    adapter.store.put("in", "a", "b", "c", "d");
    adapter.activate(endpoints, "in", 4);
    awaitConsumed();
    assertThat(threads).hasSize(4);
  }

  @Test
  void aSilentCommitIsReportedAndNotRepeated() throws ResourceException {
    QueueConnectionFactory factory = adapter.factory();
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              see(message);
              try (QueueConnection connection = factory.getConnection()) {
                connection.send("out", Message.of("sent"));
              }
            });
    adapter.store.put("in", "a");
    adapter.store.failNextEnd(new OutcomeUnknownException("silence"));
    adapter.activate(endpoints, "in", 1);
    awaitConsumed();
    awaitQuiet(endpoints);
    assertThat(seen).containsExactly("a/1");
    assertThat(adapter.store.releases()).isEmpty();
  }
}
