package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The archive with the adapter inside the application: one file to deploy. */
@ExtendWith(LogsOnFailure.class)
class EmbeddedAdapterIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void aMailGoesThroughTheAdapterInsideTheApplication() throws IOException {
    NodeSettings settings =
        NodeSettings.alone("embedded-adapter", "a").with("hikyaku.layout", "embedded");
    try (LibertyNode node = new LibertyNode(settings).start();
        SmtpConnection connection = SmtpConnection.greeted(settings.smtpPort(), SOON)) {
      assertThat(connection.mail("you@example.org", "Subject: embedded\r\n\r\nHello"))
          .startsWith("250");

      await("the mail")
          .atMost(SOON)
          .until(() -> node.mailboxes().of("example.org", "you").size() == 1);
      assertThat(node.http().clusterState()).isEqualTo("TOO_FEW_NODES");
    }
  }
}
