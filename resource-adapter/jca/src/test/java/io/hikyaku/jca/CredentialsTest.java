package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.AuthenticationException;
import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who signs on, Jakarta Connectors 2.1 §9.1. */
class CredentialsTest {

  private TestAdapter adapter;
  private QueueManagedConnectionFactory managed;
  private QueueConnectionFactory factory;

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter(properties -> properties.setUsers("alice:a:1; bob:b"));
    managed = adapter.managedFactory();
    factory = (QueueConnectionFactory) managed.createConnectionFactory();
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  private Subject subject(String user, String password) {
    PasswordCredential credential = new PasswordCredential(user, password.toCharArray());
    credential.setManagedConnectionFactory(managed);
    return new Subject(false, Set.of(), Set.of(), Set.of(credential));
  }

  @Test
  void anApplicationSignsOnAsAUserOfTheAdapter() {
    try (QueueConnection connection = factory.getConnection("alice", "a:1")) {
      connection.send("out", Message.of("m"));
    }
    assertThat(adapter.store.depth("out")).isEqualTo(1);
    assertThatThrownBy(() -> factory.getConnection("alice", "b"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("alice");
    assertThatThrownBy(() -> factory.getConnection("carol", "b"))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void withoutAUserNothingGoesUnlessItIsAllowed() throws ResourceException {
    assertThatThrownBy(factory::getConnection)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("anonymousAllowed");
    assertThatThrownBy(factory::management).isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(factory::deliveries).isInstanceOf(AuthenticationException.class);
    try (TestAdapter open =
        new TestAdapter(
            properties -> {
              properties.setUsers("alice:a");
              properties.setAnonymousAllowed(true);
            })) {
      open.factory().getConnection().close();
      assertThat(open.factory().management()).isNotNull();
      assertThatThrownBy(() -> open.factory().getConnection("alice", "wrong"))
          .isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void theContainersUserGoesBeforeTheFactorysOwn() throws ResourceException {
    managed.setUserName("bob");
    managed.setPassword("b");
    ManagedConnection own = managed.createManagedConnection(null, null);
    ManagedConnection signedOn = managed.createManagedConnection(subject("alice", "a:1"), null);
    assertThat(own.getMetaData().getUserName()).isEqualTo("bob");
    assertThat(signedOn.getMetaData().getUserName()).isEqualTo("alice");
    assertThat(factory.management()).isNotNull();
    assertThatThrownBy(() -> managed.createManagedConnection(subject("alice", "wrong"), null))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void aConnectionIsMatchedForItsUserOnly() throws ResourceException {
    ManagedConnection alices = managed.createManagedConnection(subject("alice", "a:1"), null);
    Set<ManagedConnection> pool = Set.of(alices);
    assertThat(managed.matchManagedConnections(pool, subject("alice", "a:1"), null))
        .isSameAs(alices);
    assertThat(managed.matchManagedConnections(pool, subject("bob", "b"), null)).isNull();
    assertThatThrownBy(() -> alices.getConnection(subject("bob", "b"), null))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void aBeanIsActivatedForAUser() throws ResourceException {
    TestEndpoints endpoints = TestEndpoints.transacted(adapter.server, message -> {});
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup("in");
    assertThatThrownBy(() -> adapter.adapter.endpointActivation(endpoints, spec))
        .isInstanceOf(SecurityException.class);
    spec.setUserName("bob");
    spec.setPassword("b");
    adapter.adapter.endpointActivation(endpoints, spec);
  }

  @Test
  void faultsInUsersAreToldWithoutPasswords() {
    HikyakuResourceAdapter faulty = new HikyakuResourceAdapter();
    faulty.setUsers("alice:secret1; secret2; bad name:secret3; alice:secret4; carol:");
    assertThatThrownBy(() -> AdapterConfiguration.of(faulty))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContainingAll("entry 2", "entry 3", "'alice' is there twice", "entry 5")
        .hasMessageNotContaining("secret");
  }

  @Test
  void connectionsFromBeforeAStopAreInvalid() throws ResourceException {
    ManagedConnection before = managed.createManagedConnection(subject("bob", "b"), null);
    assertThat((Set<?>) managed.getInvalidConnections(Set.of(before))).isEmpty();
    adapter.adapter.stop();
    assertThat((Set<?>) managed.getInvalidConnections(Set.of(before))).hasSize(1);
  }
}
