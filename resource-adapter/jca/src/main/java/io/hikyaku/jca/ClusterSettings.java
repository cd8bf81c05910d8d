package io.hikyaku.jca;

import jakarta.resource.spi.ConfigProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration properties of a node in its cluster (Jakarta Connectors 2.1 §5.3.7).
 *
 * <p>The annotations stand on fields, and the classes of this chain are public and can be made:
 * Open Liberty looks for annotated setters among inherited methods too, and would find each
 * property twice; and it makes an instance of each class to read defaults that are empty.
 */
public class ClusterSettings {

  @ConfigProperty(
      description = "Nodes of equal cluster name that reach each other form one store.",
      defaultValue = "hikyaku")
  private String clusterName = "hikyaku";

  @ConfigProperty(
      description =
          "Name of this node, unique in the cluster and kept over restarts, as "
              + "transaction recovery goes by it. Empty: the host name.")
  private String nodeName = "";

  @ConfigProperty(
      description = "Address that the traffic of the cluster is bound to.",
      defaultValue = "127.0.0.1")
  private String bindAddress = "127.0.0.1";

  @ConfigProperty(
      description =
          "TCP port of the cluster. Failure detection listens on the same port + 50000 "
              + "modulo 65536.",
      defaultValue = "7800")
  private Integer bindPort = 7800;

  @ConfigProperty(
      description = "How the other nodes are found: static, kubernetes or multicast.",
      defaultValue = "static")
  private String discovery = "static";

  @ConfigProperty(
      description = "For discovery=static: other nodes as host:port, separated by commas.")
  private String initialHosts = "";

  @ConfigProperty(description = "For discovery=kubernetes: DNS name of the headless service.")
  private String kubernetesDnsName = "";

  @ConfigProperty(
      description = "For discovery=multicast: address of the multicast group.",
      defaultValue = "228.8.8.8")
  private String multicastAddress = "228.8.8.8";

  @ConfigProperty(description = "For discovery=multicast: UDP port.", defaultValue = "45588")
  private Integer multicastPort = 45588;

  @ConfigProperty(description = "Copies of each message, the first included.", defaultValue = "2")
  private Integer copies = 2;

  @ConfigProperty(
      description =
          "What to do with a send while there are fewer nodes than copies: continue or "
              + "refuse.",
      defaultValue = "continue")
  private String whenCopiesMissing = "continue";

  @ConfigProperty(
      description =
          "What the parts of a split cluster do: available (all go on, the union is kept) or "
              + "consistent (only a part with more than half of the nodes goes on).",
      defaultValue = "available")
  private String whenSplit = "available";

  @ConfigProperty(description = "Units of placement; equal on all nodes.", defaultValue = "64")
  private Integer segments = 64;

  public final String getClusterName() {
    return clusterName;
  }

  public final void setClusterName(String clusterName) {
    this.clusterName = clusterName;
  }

  public final String getNodeName() {
    return nodeName;
  }

  public final void setNodeName(String nodeName) {
    this.nodeName = nodeName;
  }

  public final String getBindAddress() {
    return bindAddress;
  }

  public final void setBindAddress(String bindAddress) {
    this.bindAddress = bindAddress;
  }

  public final Integer getBindPort() {
    return bindPort;
  }

  public final void setBindPort(Integer bindPort) {
    this.bindPort = bindPort;
  }

  public final String getDiscovery() {
    return discovery;
  }

  public final void setDiscovery(String discovery) {
    this.discovery = discovery;
  }

  public final String getInitialHosts() {
    return initialHosts;
  }

  public final void setInitialHosts(String initialHosts) {
    this.initialHosts = initialHosts;
  }

  public final String getKubernetesDnsName() {
    return kubernetesDnsName;
  }

  public final void setKubernetesDnsName(String kubernetesDnsName) {
    this.kubernetesDnsName = kubernetesDnsName;
  }

  public final String getMulticastAddress() {
    return multicastAddress;
  }

  public final void setMulticastAddress(String multicastAddress) {
    this.multicastAddress = multicastAddress;
  }

  public final Integer getMulticastPort() {
    return multicastPort;
  }

  public final void setMulticastPort(Integer multicastPort) {
    this.multicastPort = multicastPort;
  }

  public final Integer getCopies() {
    return copies;
  }

  public final void setCopies(Integer copies) {
    this.copies = copies;
  }

  public final String getWhenCopiesMissing() {
    return whenCopiesMissing;
  }

  public final void setWhenCopiesMissing(String whenCopiesMissing) {
    this.whenCopiesMissing = whenCopiesMissing;
  }

  public final String getWhenSplit() {
    return whenSplit;
  }

  public final void setWhenSplit(String whenSplit) {
    this.whenSplit = whenSplit;
  }

  public final Integer getSegments() {
    return segments;
  }

  public final void setSegments(Integer segments) {
    this.segments = segments;
  }

  /** The values of all properties, by which two adapters are equal. */
  List<Object> values() {
    List<Object> values = new ArrayList<>();
    values.add(clusterName);
    values.add(nodeName);
    values.add(bindAddress);
    values.add(bindPort);
    values.add(discovery);
    values.add(initialHosts);
    values.add(kubernetesDnsName);
    values.add(multicastAddress);
    values.add(multicastPort);
    values.add(copies);
    values.add(whenCopiesMissing);
    values.add(whenSplit);
    values.add(segments);
    return values;
  }
}
