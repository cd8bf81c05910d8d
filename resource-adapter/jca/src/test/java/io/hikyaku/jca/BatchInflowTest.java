package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.GroupSettings;
import jakarta.resource.ResourceException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many consumers of a batch listener are awake. */
class BatchInflowTest {

  private static final int CONSUMERS = 8;
  private static final int REFILL = 20;

  private final ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>();
  private TestAdapter adapter;

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private void activate(String group, Consumer<List<ReceivedMessage>> bean)
      throws ResourceException {
    adapter.activate(TestEndpoints.batch(adapter.server, bean), group, CONSUMERS);
  }

  private void see(List<ReceivedMessage> messages) {
    batches.add(messages.stream().map(ReceivedMessage::text).toList());
  }

  private long seen() {
    return batches.stream().mapToLong(List::size).sum();
  }

  @Test
  void whatComesWhileABeanWorksMakesTheNextBatch() throws ResourceException {
    activate("in", messages -> refill("in", messages));
    adapter.store.put("in", "first");
    await().untilAsserted(() -> assertThat(seen()).isEqualTo(1 + REFILL));
    // each of the others would have taken one; a slow machine may wake one or two of them
    assertThat(batches.size()).isLessThan(CONSUMERS - 1);
  }

  @Test
  void aBeanThatTakesLongHoldsNobodyUp() throws ResourceException {
    CountDownLatch end = new CountDownLatch(1);
    activate(
        "in",
        messages -> {
          see(messages);
          try {
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    for (int i = 1; i <= CONSUMERS; i++) {
      adapter.store.put("in", "m" + i);
      int expected = i;
      await().untilAsserted(() -> assertThat(seen()).isEqualTo(expected));
    }
    end.countDown();
    await().untilAsserted(() -> assertThat(adapter.store.depth("in")).isZero());
    adapter.store.put("in", "after");
    await().untilAsserted(() -> assertThat(seen()).isEqualTo(CONSUMERS + 1));
  }

  @Test
  void inAKeyedGroupAllWait() throws ResourceException {
    adapter.store.createGroup("keyed", GroupSettings.keyed());
    activate("keyed", messages -> refill("keyed", messages));
    adapter.store.put("keyed", "first");
    await().untilAsserted(() -> assertThat(seen()).isEqualTo(1 + REFILL));
    assertThat(batches.size()).isGreaterThanOrEqualTo(CONSUMERS);
  }

  /** Sends some more, one after the other, while the first message is handled. */
  private void refill(String group, List<ReceivedMessage> messages) {
    see(messages);
    if (batches.size() == 1) {
      for (int i = 0; i < REFILL; i++) {
        adapter.store.put(group, "m" + i);
      }
    }
  }
}
