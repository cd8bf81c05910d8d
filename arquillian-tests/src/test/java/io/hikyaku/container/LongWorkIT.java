package io.hikyaku.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.DeliveryStatus;
import jakarta.annotation.Resource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beans that take longer than they may, and beans that the server stops for a while. */
@ExtendWith(ArquillianExtension.class)
class LongWorkIT {

  private static final Duration WAIT = Duration.ofSeconds(30);

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Deployment
  static WebArchive archive() {
    return ContainerArchive.create();
  }

  @Test
  void withoutATransactionABeanThatHangsLosesItsMessageToAnother() {
    send("long", "hang once");

    await("the second delivery").atMost(WAIT).until(() -> counts("long").equals(List.of(1, 2)));
    awaitDepth("long", 0);
    LongBean.GATE.open();
    send("long", "after");
    await("the next").atMost(WAIT).until(() -> counts("long").equals(List.of(1, 2, 1)));
    awaitDepth("long", 0);
  }

  @Test
  void aBeanThatHangsInItsTransactionLosesItsMessageAndSendsNothing() throws Exception {
    send("slow", "hang");

    assertThat(receive("out")).contains("hang 2");
    SlowBean.GATE.open();
    assertThat(SlowBean.LATE_SEND.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("refused");
    awaitDepth("slow", 0);
    assertThat(depth("out")).isZero();
  }

  @Test
  void aBeanThatOutlastsItsTransactionHasItsMessageReturned() {
    send("slow", "outlast");

    assertThat(receive("out")).contains("outlast 2");
    awaitDepth("slow", 0);
    assertThat(depth("out")).isZero();
  }

  @Test
  void theServerPausesAndResumesABean() throws JMException {
    String endpoint = endpoint("SingleBean");
    invoke("pause", endpoint);
    await("the bean is deactivated").atMost(WAIT).until(() -> !isActive("single"));
    send("single", "while paused");
    assertThat(depth("single")).isEqualTo(1);
    assertThat(isActive("in")).as("others go on").isTrue();

    invoke("resume", endpoint);
    awaitDepth("single", 0);
    assertThat(Deliveries.messages("single"))
        .extracting(ReceivedMessage::text)
        .containsOnlyOnce("while paused");
  }

  /** The server's own name for a bean. */
  private static String endpoint(String bean) throws JMException {
    Object all = control().invoke(controlName(), "listEndpoints", new Object[0], new String[0]);
    return ((List<?>) all)
        .stream().map(String::valueOf).filter(name -> name.endsWith(bean)).findFirst().get();
  }

  private static void invoke(String operation, String endpoint) throws JMException {
    String[] types = {String.class.getName()};
    control().invoke(controlName(), operation, new Object[] {endpoint}, types);
  }

  private static MBeanServer control() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  private static ObjectName controlName() throws JMException {
    return new ObjectName("WebSphere:feature=kernel,name=ServerEndpointControl");
  }

  private boolean isActive(String group) {
    return factory.deliveries().list().stream().map(DeliveryStatus::group).anyMatch(group::equals);
  }

  private static List<Integer> counts(String group) {
    return Deliveries.messages(group).stream().map(ReceivedMessage::deliveryCount).toList();
  }

  private void send(String group, String text) {
    try (QueueConnection connection = factory.getConnection()) {
      connection.send(group, Message.of(text));
    }
  }

  private Optional<String> receive(String group) {
    try (QueueConnection connection = factory.getConnection()) {
      return connection.receive(group, WAIT).map(ReceivedMessage::text);
    }
  }

  private void awaitDepth(String group, long depth) {
    await(group + " holds " + depth).atMost(WAIT).until(() -> depth(group) == depth);
  }

  private long depth(String group) {
    return factory.management().groups().stream()
        .filter(status -> status.name().equals(group))
        .findFirst()
        .orElseThrow()
        .depth();
  }
}
