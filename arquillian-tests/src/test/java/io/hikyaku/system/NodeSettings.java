package io.hikyaku.system;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is special about a node.
 *
 * @param test that it is for: nodes of equal names of several tests do not meet
 * @param hosts the cluster's members, as host:port,host:port
 * @param variables more settings of docs/operations.md
 * @param overrides elements for server.xml, merged with those that are there
 */
record NodeSettings(
    String test,
    String name,
    int smtpPort,
    int httpPort,
    int clusterPort,
    String hosts,
    Map<String, String> variables,
    String overrides) {

  /** On free ports, alone in its cluster. */
  static NodeSettings alone(String test, String name) {
    int clusterPort = FreePorts.cluster();
    return new NodeSettings(
        test,
        name,
        FreePorts.any(),
        FreePorts.any(),
        clusterPort,
        "127.0.0.1:" + clusterPort,
        Map.of("hikyaku.cluster.name", test),
        "");
  }

  NodeSettings withHosts(String otherHosts) {
    return new NodeSettings(
        test, name, smtpPort, httpPort, clusterPort, otherHosts, variables, overrides);
  }

  NodeSettings withSmtpPort(int port) {
    return new NodeSettings(test, name, port, httpPort, clusterPort, hosts, variables, overrides);
  }

  NodeSettings withClusterPort(int port) {
    return new NodeSettings(test, name, smtpPort, httpPort, port, hosts, variables, overrides);
  }

  NodeSettings with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.put(variable, value);
    return new NodeSettings(test, name, smtpPort, httpPort, clusterPort, hosts, more, overrides);
  }

  /** With the management interface by HTTPS, and a user of each role. */
  NodeSettings managed(int httpsPort) {
    return with("hikyaku.https.port", Integer.toString(httpsPort)).withOverrides(Users.REGISTRY);
  }

  NodeSettings withOverrides(String elements) {
    return new NodeSettings(
        test, name, smtpPort, httpPort, clusterPort, hosts, variables, overrides + elements);
  }

  /** Below the directory of all tests. */
  String directory() {
    return test + "/" + name;
  }
}
