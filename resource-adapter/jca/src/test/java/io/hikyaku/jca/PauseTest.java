package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.management.DeliveryManagement;
import io.hikyaku.api.management.DeliveryStatus;
import io.hikyaku.api.management.DeliveryStatus.State;
import io.hikyaku.api.management.GroupSettings;
import jakarta.resource.ResourceException;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activations that are paused, by themselves or by hand, and go on. */
class PauseTest {

  private static final int FAILURES = 5;

  private TestAdapter adapter;
  private DeliveryManagement deliveries;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean(true);

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
    adapter.store.createGroup("work", GroupSettings.spread().withDeliveryLimit(1000));
    deliveries = adapter.factory().deliveries();
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private void activate(TestEndpoints endpoints, int concurrency) throws ResourceException {
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup("work");
    spec.setConcurrency(concurrency);
    spec.setFailureDelayMillis(1L);
    spec.setFailureDelayMaxMillis(2L);
    spec.setPauseAfterFailures(FAILURES);
    adapter.adapter.endpointActivation(endpoints, spec);
  }

  private TestEndpoints failing() {
    return TestEndpoints.transacted(
        adapter.server,
        message -> {
          calls.incrementAndGet();
          if (broken.get()) {
            throw new IllegalStateException("the database is down");
          }
        });
  }

  private DeliveryStatus status() {
    return deliveries.list().get(0);
  }

  @Test
  void afterSoManyFailuresInARowABeanIsPausedUntilItIsResumed() throws ResourceException {
    adapter.store.put("work", "a", "b", "c");
    activate(failing(), 1);
    await().until(() -> status().state() == State.PAUSED);
    assertThat(status().reason()).contains("5 deliveries in a row", "the database is down");
    assertThat(status().group()).isEqualTo("work");
    assertThat(status().bean()).isEqualTo("test");
    await().until(() -> status().working() == 0);
    assertThat(calls).hasValue(FAILURES);
    assertThat(adapter.store.leased()).as("all are back in their queue").isZero();

    broken.set(false);
    assertThat(deliveries.resume("work")).isEqualTo(1);
    assertThat(deliveries.resume("work")).isZero();

    await().untilAsserted(() -> assertThat(adapter.store.depth("work")).isZero());
    assertThat(status().state()).isEqualTo(State.ACTIVE);
    assertThat(status().failuresInARow()).isZero();
  }

  @Test
  void aSuccessBetweenFailuresIsNoRow() throws ResourceException {
    for (int i = 0; i < 10 * FAILURES; i++) {
      adapter.store.put("work", "m" + i);
    }
    activate(
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              // each message fails once, and then is the next
              if (message.deliveryCount() == 1) {
                throw new IllegalStateException("once");
              }
            }),
        1);
    await().untilAsserted(() -> assertThat(adapter.store.depth("work")).isZero());
    assertThat(status().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void aPauseByHandLetsABeanFinishAndReachesAllConsumers() throws Exception {
    CountDownLatch at = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TestEndpoints endpoints =
        TestEndpoints.transacted(
            adapter.server,
            message -> {
              calls.incrementAndGet();
              at.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    activate(endpoints, 4);
    adapter.store.put("work", "a");
    at.await();

    assertThat(deliveries.pause("work", "maintenance")).isEqualTo(1);
    assertThat(deliveries.pause("work", "again")).isZero();
    assertThat(deliveries.pause("other", "nobody")).isZero();
    adapter.store.put("work", "b", "c");
    go.countDown();
    await().until(() -> status().working() == 0);
    await().untilAsserted(() -> assertThat(adapter.store.depth("work")).isEqualTo(2));
    assertThat(status().reason()).isEqualTo("maintenance");
    assertThat(calls).hasValue(1);

    deliveries.resume("work");
    await().untilAsserted(() -> assertThat(adapter.store.depth("work")).isZero());
    assertThat(calls).hasValue(3);
  }

  @Test
  void aPausedBeanCanBeDeactivatedAndComesBackActive() throws ResourceException {
    adapter.store.put("work", "a");
    TestEndpoints endpoints = failing();
    QueueActivationSpec spec = adapter.activate(endpoints, "work", 2);
    deliveries.pause("work", "test");
    adapter.adapter.endpointDeactivation(endpoints, spec);
    assertThat(deliveries.list()).isEmpty();
    // the store takes back in a moment what was on its way to a wait that had ended
    await().until(() -> adapter.store.leased() == 0);
    broken.set(false);
    adapter.adapter.endpointActivation(endpoints, spec);
    await().untilAsserted(() -> assertThat(adapter.store.depth("work")).isZero());
  }

  /** A bean that failed and is given nothing for an hour. */
  private QueueActivationSpec activateBackedOff(TestEndpoints endpoints) throws ResourceException {
    adapter.store.put("work", "a");
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup("work");
    spec.setConcurrency(1);
    spec.setFailureDelayMillis(3_600_000L);
    spec.setFailureDelayMaxMillis(3_600_000L);
    adapter.adapter.endpointActivation(endpoints, spec);
    await().until(() -> status().failuresInARow() == 2 && status().working() == 0);
    return spec;
  }

  @Test
  void aBeanThatIsResumedDoesNotWaitForTheDelayOfItsFailures() throws ResourceException {
    activateBackedOff(failing());
    deliveries.pause("work", "repair");
    broken.set(false);
    deliveries.resume("work");
    await().untilAsserted(() -> assertThat(adapter.store.depth("work")).isZero());
  }

  @Test
  void aBeanThatIsDeactivatedIsNotKeptInMemoryByTheDelayOfItsFailures() throws ResourceException {
    WeakReference<TestEndpoints> bean = deactivateBackedOff();
    await()
        .until(
            () -> {
              System.gc();
              return bean.get() == null;
            });
  }

  private WeakReference<TestEndpoints> deactivateBackedOff() throws ResourceException {
    TestEndpoints endpoints = failing();
    QueueActivationSpec spec = activateBackedOff(endpoints);
    adapter.adapter.endpointDeactivation(endpoints, spec);
    return new WeakReference<>(endpoints);
  }
}
