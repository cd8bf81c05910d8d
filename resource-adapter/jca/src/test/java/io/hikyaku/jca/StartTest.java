package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.GroupSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a start does about what fails. */
class StartTest {

  private final FakeStore store = new FakeStore();
  private final TestServer server = new TestServer();
  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  private HikyakuResourceAdapter failing(int times, RuntimeException failure) {
    return new HikyakuResourceAdapter(
        configuration -> {
          if (attempts.incrementAndGet() <= times) {
            throw failure;
          }
          return store;
        });
  }

  @Test
  void aPassingFailureIsTriedAgain() throws ResourceException {
    HikyakuResourceAdapter adapter = failing(1, new StoreUnavailableException("no route yet"));
    adapter.start(server);
    assertThat(attempts).hasValue(2);
    assertThatThrownBy(() -> adapter.start(server)).hasMessageContaining("started already");
    adapter.stop();
    adapter.stop();
    assertThat(store.isClosed()).isTrue();
  }

  @Test
  void aPortInUseIsNot() {
    HikyakuResourceAdapter adapter =
        failing(9, new StoreUnavailableException("port", new BindException("in use")));
    assertThatThrownBy(() -> adapter.start(server))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContaining("HIKYAKU0002E");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void nothingIsDoneForAnAdapterThatIsNotStarted() throws ResourceException {
    HikyakuResourceAdapter adapter = failing(0, null);
    QueueActivationSpec spec = new QueueActivationSpec();
    TestEndpoints endpoints = TestEndpoints.transacted(server, message -> {});
    assertThatThrownBy(() -> adapter.endpointActivation(endpoints, spec))
        .isInstanceOf(ResourceException.class);
    adapter.endpointDeactivation(endpoints, spec);
    adapter.stop();
    adapter.start(server);
    assertThatThrownBy(() -> adapter.endpointActivation(endpoints, spec))
        .hasMessageContaining("group is 'null'");
    assertThat(adapter.getXAResources(new QueueActivationSpec[] {spec, spec})).hasSize(2);
    adapter.stop();
  }

  @Test
  void anSmtpPortInUseEndsTheStartAndLeavesNothingRunning() throws Exception {
    HikyakuResourceAdapter adapter = failing(0, null);
    try (ServerSocket taken = new ServerSocket(0)) {
      adapter.setSmtpPort(taken.getLocalPort());
      adapter.setSmtpBindAddress("0.0.0.0");
      assertThatThrownBy(() -> adapter.start(server))
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
    assertThat(store.isClosed()).isTrue();
    assertThat(adapter.runtime()).isEmpty();
  }

  @Test
  void aGroupThatCannotBeMadeYetIsMadeLater() {
    AtomicInteger calls = new AtomicInteger();
    try (Timers timers = new Timers("test")) {
      new GroupCreation(
              new ForwardingManagement(store) {
                @Override
                public void createGroup(String name, GroupSettings settings) {
                  if (calls.incrementAndGet() == 1) {
                    throw new NoBackupException("alone");
                  }
                  super.createGroup(name, settings);
                }
              },
              timers)
          .create(List.of(new GroupDefinition("g", GroupSettings.keyed())));
      await().untilAsserted(() -> assertThat(store.groups()).hasSize(1));
    }
  }

  @Test
  void aGroupWithOtherSettingsIsLeftAlone() {
    store.createGroup("g", GroupSettings.spread());
    try (Timers timers = new Timers("test")) {
      new GroupCreation(store, timers)
          .create(
              List.of(
                  new GroupDefinition("g", GroupSettings.keyed()),
                  new GroupDefinition("h", GroupSettings.keyed())));
    }
    assertThat(store.settings("g")).isEqualTo(GroupSettings.spread());
    assertThat(store.settings("h")).isEqualTo(GroupSettings.keyed());
  }
}
