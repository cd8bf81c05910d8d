package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.management.ClusterStatus;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes with beans on both, and all messages come in at one of them. */
class LocalFirstTest {

  private static final int CONSUMERS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static RealAdapter one;
  private static RealAdapter two;

  private final AtomicInteger near = new AtomicInteger();
  private final AtomicInteger far = new AtomicInteger();

  @BeforeAll
  static void start() throws ResourceException {
    int port = RealAdapter.freePort();
    one = new RealAdapter();
    one.adapter.setBindPort(port);
    two = new RealAdapter();
    two.adapter.setNodeName("n2");
    for (RealAdapter each : List.of(one, two)) {
      each.adapter.setClusterName("local-first-" + ProcessHandle.current().pid());
      each.adapter.setCopies(2);
      each.adapter.setInitialHosts("127.0.0.1:" + port);
      each.adapter.setGroups("batches; singles; slow");
      each.start();
    }
    await()
        .atMost(LIMIT)
        .until(() -> one.factory().management().cluster().state() == ClusterStatus.State.HEALTHY);
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
  }

  private static void activate(RealAdapter on, String group, AtomicInteger count)
      throws ResourceException {
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup(group);
    spec.setConcurrency(CONSUMERS);
    TestEndpoints endpoints =
        switch (group) {
          case "batches" ->
              TestEndpoints.batch(on.server, messages -> count.addAndGet(messages.size()));
          case "slow" -> TestEndpoints.transacted(on.server, message -> work(count));
          default -> TestEndpoints.transacted(on.server, message -> count.incrementAndGet());
        };
    on.adapter.endpointActivation(endpoints, spec);
  }

  private static void work(AtomicInteger count) {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    count.incrementAndGet();
  }

  /** How many of a hundred messages were handled where they came in. */
  private int percentNear(String group, int messages) throws ResourceException {
    activate(one, group, near);
    activate(two, group, far);
    try (QueueConnection connection = one.factory().getConnection()) {
      for (int i = 0; i < messages; i++) {
        connection.send(group, Message.of("m" + i));
      }
    }
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(near.get() + far.get()).isEqualTo(messages));
    return near.get() * 100 / messages;
  }

  @Test
  void aBatchListenerThatKeepsUpGetsWhatComesInOnItsNode() throws ResourceException {
    assertThat(percentNear("batches", 2000)).isGreaterThanOrEqualTo(90);
  }

  @Test
  void aListenerThatKeepsUpGetsWhatComesInOnItsNode() throws ResourceException {
    assertThat(percentNear("singles", 2000)).isGreaterThanOrEqualTo(90);
  }

  @Test
  void whatItCannotKeepUpWithGoesToTheOther() throws ResourceException {
    assertThat(percentNear("slow", 400)).isBetween(40, 75);
  }
}
