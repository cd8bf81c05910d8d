package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator is told about a configuration that cannot work. */
@ExtendWith(LogsOnFailure.class)
class BadConfigurationIT {

  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void allFaultsAreReportedInOneMessage() {
    NodeSettings settings =
        NodeSettings.alone("bad-configuration", "faults")
            .with("hikyaku.copies", "0")
            .with("hikyaku.cluster.discovery", "guesswork")
            .with("hikyaku.when-copies-missing", "hope")
            .with("hikyaku.groups", "mail order=sideways;b@d");
    try (LibertyNode node = new LibertyNode(settings).launch()) {
      String message = node.log().awaitLine("HIKYAKU0001E", SOON);

      assertThat(message)
          .contains("copies is 0")
          .contains("discovery is 'guesswork': static, kubernetes or multicast")
          .contains("whenCopiesMissing is 'hope': continue or refuse")
          .contains("order of 'mail' is 'sideways': spread or keyed")
          .contains("name 'b@d'");
    }
  }

  @Test
  void anSmtpPortInUseIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NodeSettings settings =
          NodeSettings.alone("bad-configuration", "smtp-port").withSmtpPort(other.getLocalPort());
      try (LibertyNode node = new LibertyNode(settings).launch()) {
        assertThat(node.log().awaitLine("HIKYAKU0103E", SOON))
            .contains(Integer.toString(other.getLocalPort()))
            .contains("in use");
      }
    }
  }

  @Test
  void aClusterPortInUseIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NodeSettings settings =
          NodeSettings.alone("bad-configuration", "cluster-port")
              .withClusterPort(other.getLocalPort());
      try (LibertyNode node = new LibertyNode(settings).launch()) {
        assertThat(node.log().awaitLine("HIKYAKU0002E", SOON))
            .contains(Integer.toString(other.getLocalPort()))
            .contains("in use");
      }
    }
  }
}
