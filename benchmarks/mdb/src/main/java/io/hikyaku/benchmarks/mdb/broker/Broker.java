package io.hikyaku.benchmarks.mdb.broker;

import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * Artemis with a live backup: {@code Broker primary|backup port otherPort directory}. Says READY
 * when it serves, or when it is in step with the primary.
 */
final class Broker {

  private static final long POLL_MILLIS = 100;

  private Broker() {}

  @SuppressWarnings("BusyWait") // nothing else to do in this process
  public static void main(String[] args) throws Exception {
    boolean primary = args[0].equals("primary");
    HAPolicyConfiguration role =
        primary ? new ReplicatedPolicyConfiguration() : new ReplicaPolicyConfiguration();
    Path directory = Path.of(args[3]);
    Configuration configuration =
        new ConfigurationImpl()
            .setName(args[0])
            .setSecurityEnabled(false)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalDirectory(directory.resolve("journal").toString())
            .setBindingsDirectory(directory.resolve("bindings").toString())
            .setPagingDirectory(directory.resolve("paging").toString())
            .setLargeMessagesDirectory(directory.resolve("large").toString())
            .addAcceptorConfiguration("self", "tcp://127.0.0.1:" + args[1])
            .addConnectorConfiguration("self", "tcp://127.0.0.1:" + args[1])
            .addConnectorConfiguration("other", "tcp://127.0.0.1:" + args[2])
            .setClusterUser("benchmark")
            .setClusterPassword("benchmark")
            .setHAPolicyConfiguration(role)
            .addClusterConfiguration(
                new ClusterConnectionConfiguration()
                    .setName("pair")
                    .setConnectorName("self")
                    .setStaticConnectors(List.of("other")));
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
    broker.start();
    while (primary
        ? !broker.getActiveMQServer().isActive()
        : !broker.getActiveMQServer().isReplicaSync()) {
      Thread.sleep(POLL_MILLIS);
    }
    System.out.println("READY");
  }
}
