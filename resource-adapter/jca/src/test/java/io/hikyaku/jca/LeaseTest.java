package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a bean keeps its messages. */
class LeaseTest {

  private static final long HOUR_MILLIS = 3_600_000;

  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private TestAdapter adapter;

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
  }

  @AfterEach
  void stop() {
    end.countDown();
    adapter.close();
  }

  private TestEndpoints activate(long leaseMillis, long limitMillis, Consumer<ReceivedMessage> bean)
      throws ResourceException {
    return activate(
        TestEndpoints.notTransacted(adapter.server, seeing(bean)), leaseMillis, limitMillis);
  }

  private Consumer<ReceivedMessage> seeing(Consumer<ReceivedMessage> bean) {
    return message -> {
      seen.add(message.text() + "/" + message.deliveryCount());
      bean.accept(message);
    };
  }

  private TestEndpoints activate(TestEndpoints endpoints, long leaseMillis, long limitMillis)
      throws ResourceException {
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup("in");
    spec.setConcurrency(2);
    spec.setLeaseMillis(leaseMillis);
    spec.setLeaseLimitMillis(limitMillis);
    adapter.adapter.endpointActivation(endpoints, spec);
    return endpoints;
  }

  private void hang() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void work(Duration time) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < time.toNanos()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void ofABeanThatHangsAnotherGetsTheMessage() throws ResourceException {
    TestEndpoints endpoints =
        activate(
            200,
            HOUR_MILLIS,
            message -> {
              if (message.deliveryCount() == 1) {
                hang();
              }
            });
    adapter.store.put("in", "a");
    await().untilAsserted(() -> assertThat(seen).containsExactly("a/1", "a/2"));
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
    assertThat(adapter.store.releases())
        .singleElement()
        .matches(FakeStore.Release::failed)
        .matches(release -> release.reason().contains("for too long"));

    // when it goes on after all, it has nothing to settle
    end.countDown();
    await().untilAsserted(() -> assertThat(endpoints.open()).isZero());
    assertThat(adapter.store.releases()).hasSize(1);
    adapter.store.put("in", "b");
    await().untilAsserted(() -> assertThat(seen).contains("b/1"));
  }

  @Test
  void inATransactionItIsRolledBackAndRefusesWhatComesLater() throws ResourceException {
    QueueConnectionFactory factory = adapter.factory();
    ConcurrentLinkedQueue<String> late = new ConcurrentLinkedQueue<>();
    activate(
        TestEndpoints.transacted(
            adapter.server,
            seeing(
                message -> {
                  if (message.deliveryCount() == 1) {
                    hang();
                    try (QueueConnection connection = factory.getConnection()) {
                      connection.send("out", Message.of("late"));
                    } catch (IllegalStateException e) {
                      late.add(e.getMessage());
                    }
                  }
                })),
        200,
        HOUR_MILLIS);
    adapter.store.put("in", "a");
    await().untilAsserted(() -> assertThat(seen).containsExactly("a/1", "a/2"));
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());

    end.countDown();
    await().untilAsserted(() -> assertThat(late).hasSize(1));
    assertThat(late.peek()).contains("the transaction is over (ROLLED_BACK)");
    await().untilAsserted(() -> assertThat(adapter.store.leased()).isZero());
    assertThat(adapter.store.depth("out")).isZero();
    assertThat(adapter.store.releases()).hasSize(1);
  }

  @Test
  void aBeanThatWorksKeepsTheMessageForLonger() throws ResourceException {
    activate(1500, HOUR_MILLIS, message -> work(Duration.ofSeconds(3)));
    adapter.store.put("in", "a");
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
    assertThat(seen).containsExactly("a/1");
    assertThat(adapter.store.releases()).isEmpty();
  }

  @Test
  void howeverBusyItIsThereIsALimit() throws ResourceException {
    activate(
        HOUR_MILLIS,
        300,
        message -> {
          while (message.deliveryCount() == 1 && end.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
    adapter.store.put("in", "a");
    await().untilAsserted(() -> assertThat(seen).containsExactly("a/1", "a/2"));
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
  }

  @Test
  void aBeanThatThrowsReturnsItOnce() throws ResourceException {
    activate(
        HOUR_MILLIS,
        HOUR_MILLIS,
        message -> {
          if (message.deliveryCount() == 1) {
            throw new IllegalStateException("no");
          }
        });
    adapter.store.put("in", "a");
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
    assertThat(seen).containsExactly("a/1", "a/2");
    assertThat(adapter.store.releases()).hasSize(1);
  }
}
