package io.hikyaku.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.AuthenticationException;
import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.management.DeliveryStatus;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter of these tests has users: who signs on, the container or the application. */
@ExtendWith(ArquillianExtension.class)
class UsersIT {

  private static final String GROUP = "outbound";

  /** With a user of its own. */
  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory own;

  /** With containerAuthData, right and wrong. */
  @EJB private ContainerFactories container;

  /** With no user at all. */
  @Resource(lookup = "hikyaku/AnonymousFactory")
  private QueueConnectionFactory byApplication;

  @Deployment
  static WebArchive archive() {
    return ContainerArchive.create();
  }

  @Test
  void theContainerSignsOn() {
    assertWorks(container.signsOn().getConnection());
    assertWorks(own.getConnection());
  }

  @Test
  void withAWrongPasswordItGetsNoConnection() {
    assertThatThrownBy(() -> container.signsOnWrongly().getConnection())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("ops")
        .hasMessageNotContaining("guessed");
  }

  @Test
  void theApplicationSignsOn() {
    assertWorks(byApplication.getConnection("ops", "ops-secret"));
    assertThatThrownBy(() -> byApplication.getConnection("ops", "app-secret"))
        .isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(byApplication::getConnection)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("a user is required");
    assertThatThrownBy(byApplication::management).isInstanceOf(AuthenticationException.class);
  }

  @Test
  void aBeanIsGivenMessagesOfItsUserOnly() {
    try (QueueConnection connection = own.getConnection()) {
      connection.send("refused", Message.of("for nobody"));
      assertThat(own.deliveries().list())
          .extracting(DeliveryStatus::group)
          .contains("single")
          .doesNotContain("refused");
      assertThat(connection.receive("refused", Duration.ofSeconds(10))).isPresent();
    }
    assertThat(Deliveries.messages("refused")).isEmpty();
  }

  private static void assertWorks(QueueConnection opened) {
    try (QueueConnection connection = opened) {
      connection.send(GROUP, Message.of("from a user"));
      assertThat(connection.receive(GROUP, Duration.ofSeconds(10))).isPresent();
    }
  }
}
