package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.GroupSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Start and stop on the real store. */
class AdapterLifecycleTest {

  @Test
  void groupsOfTheConfigurationAreMadeAndBeansServed() throws ResourceException {
    try (RealAdapter real = new RealAdapter()) {
      real.adapter.setGroups("orders; sensors order=keyed deliveryLimit=3");
      real.start();
      QueueConnectionFactory factory = real.factory();
      assertThat(factory.management().settings("sensors"))
          .isEqualTo(GroupSettings.keyed().withDeliveryLimit(3));
      ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
      TestEndpoints endpoints =
          TestEndpoints.transacted(
              real.server,
              message -> {
                try (QueueConnection connection = factory.getConnection()) {
                  connection.send(
                      "sensors", Message.builder("from " + message.text()).key("k").build());
                }
                if (message.deliveryCount() == 1) {
                  throw new IllegalStateException("first delivery");
                }
                seen.add(message.text() + "/" + message.deliveryCount());
              });
      QueueActivationSpec spec = new QueueActivationSpec();
      spec.setGroup("orders");
      real.adapter.endpointActivation(endpoints, spec);
      try (QueueConnection connection = factory.getConnection()) {
        connection.send("orders", Message.of("a"));
        assertThat(connection.receive("sensors", Duration.ofSeconds(10)).orElseThrow().text())
            .isEqualTo("from a");
        assertThat(connection.receive("sensors", Duration.ZERO)).isEmpty();
      }
      await().untilAsserted(() -> assertThat(seen).containsExactly("a/2"));
      real.adapter.endpointDeactivation(endpoints, spec);
    }
  }

  @Test
  void aStopLeavesNoThreadsAndASecondStartWorks() throws ResourceException {
    Set<String> before = threads();
    try (RealAdapter real = new RealAdapter()) {
      real.start();
      QueueConnectionFactory factory = real.factory();
      QueueConnection connection = factory.getConnection();
      real.adapter.stop();
      assertThatThrownBy(() -> connection.browse("orders", 1))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(factory::getConnection).isInstanceOf(StoreUnavailableException.class);
      real.start();
      factory.management().createGroup("again", GroupSettings.spread());
    }
    await()
        .untilAsserted(
            () -> {
              Set<String> left = threads();
              left.removeAll(before);
              assertThat(left).isEmpty();
            });
  }

  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      // the JVM's own, and those of the test's tools
      if (!thread.getName().matches("awaitility.*|Attach Listener|process reaper.*|surefire.*")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  @Test
  void aPortInUseIsReportedAtOnce() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RealAdapter real = new RealAdapter()) {
      real.adapter.setBindPort(taken.getLocalPort());
      assertThatThrownBy(real::start)
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining("HIKYAKU0002E")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    } catch (ResourceException e) {
      throw new IllegalStateException(e);
    }
  }
}
