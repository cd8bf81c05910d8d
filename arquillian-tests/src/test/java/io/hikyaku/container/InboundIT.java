package io.hikyaku.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Delivery to message-driven beans, each in a transaction of its own. */
@ExtendWith(ArquillianExtension.class)
class InboundIT {

  /** In server.xml. */
  private static final int DELIVERY_LIMIT = 3;

  private static final int BATCH_SIZE = 16;
  private static final Duration WAIT = Duration.ofSeconds(15);

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Resource(lookup = "java:comp/UserTransaction")
  private UserTransaction transaction;

  @Deployment
  static WebArchive archive() {
    return ContainerArchive.create();
  }

  @Test
  void aBeanIsGivenWhatIsSent() {
    send("single", "hello");

    await("the delivery").atMost(WAIT).until(() -> countOf("single", "hello") == 1);
    awaitEmpty("single");
  }

  @Test
  void aFailingMessageIsDeliveredAgainUntilTheLimitAndThenDead() {
    send("single", "poison");

    ReceivedMessage dead = receive("single.dead").orElseThrow();
    assertThat(dead.text()).isEqualTo("poison");
    assertThat(
            Deliveries.messages("single").stream().filter(m -> m.text().equals("poison")).toList())
        .extracting(ReceivedMessage::deliveryCount)
        .containsExactly(IntStream.rangeClosed(1, DELIVERY_LIMIT).boxed().toArray(Integer[]::new));
    awaitEmpty("single");
  }

  @Test
  void aBatchIsNoLargerThanAskedForAndIsConsumedAsOne() throws Exception {
    List<String> texts = IntStream.range(0, 100).mapToObj(i -> "part " + i).toList();
    transaction.begin();
    try (QueueConnection connection = factory.getConnection()) {
      connection.sendAll("batch", texts.stream().map(Message::of).toList());
    }
    transaction.commit();

    await("all parts")
        .atMost(WAIT)
        .untilAsserted(
            () ->
                assertThat(Deliveries.messages("batch"))
                    .extracting(ReceivedMessage::text)
                    .containsAll(texts));
    assertThat(Deliveries.batches("batch"))
        .allMatch(batch -> batch.size() <= BATCH_SIZE)
        .anyMatch(batch -> batch.size() > 1);
    awaitEmpty("batch");
  }

  @Test
  void aBatchThatFailsReturnsAsOne() {
    send("batch", "fail once");

    await("the second delivery").atMost(WAIT).until(() -> countOf("batch", "fail once") == 2);
    awaitEmpty("batch");
  }

  @Test
  void whatABeanSendsIsSentWhenItsMessageIsConsumedAndOnlyThen() {
    send("in", "fail once");

    assertThat(receive("out").map(ReceivedMessage::text)).contains("fail once");
    assertThat(countOf("in", "fail once")).isEqualTo(2);
    awaitEmpty("in");
    assertThat(depth("out")).isZero();
  }

  @Test
  void messagesOfAKeyAreHandledOneAfterTheOther() {
    List<String> keys = List.of("a", "b", "c", "d");
    try (QueueConnection connection = factory.getConnection()) {
      for (int i = 0; i < 100; i++) {
        String key = keys.get(i % keys.size());
        connection.send("keyed", Message.builder(key + i).key(key).build());
      }
    }
    awaitEmpty("keyed");

    for (String key : keys) {
      assertThat(KeyedBean.OVERLAPS.most(key)).isEqualTo(1);
      assertThat(Deliveries.messages("keyed"))
          .filteredOn(message -> message.key().orElseThrow().equals(key))
          .extracting(message -> Integer.parseInt(message.text().substring(1)))
          .hasSize(25)
          .isSorted();
    }
    assertThat(KeyedBean.OVERLAPS.most(KeyedBean.ALL)).isBetween(2, keys.size());
  }

  @Test
  void noMoreBeansAreAtWorkThanTheServerAllows() {
    try (QueueConnection connection = factory.getConnection()) {
      connection.sendAll("narrow", Collections.nCopies(100, Message.of("m")));
    }
    awaitEmpty("narrow");

    assertThat(NarrowBean.OVERLAPS.most(NarrowBean.ALL)).isBetween(1, 2);
    assertThat(Deliveries.messages("narrow"))
        .hasSize(100)
        .allMatch(message -> message.deliveryCount() == 1);
  }

  private void send(String group, String text) {
    try (QueueConnection connection = factory.getConnection()) {
      connection.send(group, Message.of(text));
    }
  }

  private Optional<ReceivedMessage> receive(String group) {
    try (QueueConnection connection = factory.getConnection()) {
      return connection.receive(group, WAIT);
    }
  }

  private static long countOf(String group, String text) {
    return Deliveries.messages(group).stream().filter(m -> m.text().equals(text)).count();
  }

  private void awaitEmpty(String group) {
    await("group " + group + " is empty").atMost(WAIT).until(() -> depth(group) == 0);
  }

  private long depth(String group) {
    return factory.management().groups().stream()
        .filter(status -> status.name().equals(group))
        .findFirst()
        .orElseThrow()
        .depth();
  }
}
