package io.hikyaku.store;

import io.hikyaku.api.management.GroupSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one node of the store is told at its start. Immutable.
 *
 * @param clusterName nodes of equal cluster name that reach each other form one store
 * @param nodeName unique in the cluster; kept over restarts, as transaction recovery goes by it
 * @param bindAddress the address that the cluster's traffic is bound to
 * @param bindPort its TCP port; failure detection listens on the same port + 50000 modulo 65536
 * @param discovery how the others are found
 * @param copies copies of each message, the first included
 * @param whenCopiesMissing whether a send is refused while there are fewer nodes than copies
 * @param whenSplit what the nodes do that see fewer than half of the others
 * @param leaveOutSlowBackups whether new messages go to segments whose copies are kept by members
 *     that answer promptly, as long as there are such
 * @param segments units of placement; equal on all nodes
 * @param memoryLimitBytes pages stored for this node's primary segments, without backup copies
 * @param tupleMemoryBytes blocks of tuples stored on this node, copies for others included
 * @param fullWait how long a send waits when that limit is reached; zero: it is refused at once
 * @param maxBodyBytes the largest body taken
 * @param operationTimeout how long a send, settle or commit waits for its copies
 * @param failureDetectionTimeout after this silence a hung node is taken out
 * @param stopTimeout the longest that closing takes
 */
public record StoreConfiguration(
    String clusterName,
    String nodeName,
    String bindAddress,
    int bindPort,
    Discovery discovery,
    int copies,
    WhenCopiesMissing whenCopiesMissing,
    WhenSplit whenSplit,
    boolean leaveOutSlowBackups,
    int segments,
    long memoryLimitBytes,
    long tupleMemoryBytes,
    Duration fullWait,
    int maxBodyBytes,
    Duration operationTimeout,
    Duration failureDetectionTimeout,
    Duration stopTimeout) {

  /** What to do with a send while there are fewer nodes than copies asked for. */
  public enum WhenCopiesMissing {
    /** Go on with the copies there are; the state shows in the status. */
    CONTINUE,
    /** Refuse until there are enough nodes. */
    REFUSE
  }

  /** What the parts of a split cluster do. */
  public enum WhenSplit {
    /**
     * All parts go on. When they see each other again the union is kept: nothing acknowledged is
     * lost, and a message may have been delivered in several parts.
     */
    AVAILABLE,
    /**
     * A part with half of the nodes or fewer refuses sends and settles and gives out no messages
     * until it sees the others again. Wants three nodes or more: half of two is no majority.
     */
    CONSISTENT
  }

  /** How the other nodes are found. */
  public sealed interface Discovery {
    /**
     * A fixed list.
     *
     * @param hosts each {@code host:port} or {@code host[port]}; empty: a cluster of this node
     *     alone until others name it
     */
    record StaticList(List<String> hosts) implements Discovery {
      public StaticList {
        hosts = List.copyOf(hosts);
      }
    }

    /**
     * The addresses behind a headless service of Kubernetes.
     *
     * @param dnsName the service's name
     */
    record KubernetesDns(String dnsName) implements Discovery {}

    /**
     * A multicast group.
     *
     * @param address of the group
     * @param port UDP port
     */
    record Multicast(String address, int port) implements Discovery {}
  }

  /**
   * Every fault of this configuration, each with the value and what is allowed; empty if it is
   * sound.
   */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (clusterName == null || clusterName.isBlank()) {
      faults.add("clusterName is empty: give the nodes of one store a common name");
    }
    if (nodeName == null || !nodeName.matches("[A-Za-z0-9._-]{1,100}")) {
      faults.add("nodeName is '" + nodeName + "': 1 to 100 of A-Z a-z 0-9 . _ -");
    }
    if (bindAddress == null || bindAddress.isBlank()) {
      faults.add("bindAddress is empty: give the address that the other nodes reach, or 127.0.0.1");
    }
    range(faults, "bindPort", bindPort, 1, 65535);
    range(faults, "copies", copies, 1, 8);
    range(faults, "segments", segments, 1, 4096);
    range(faults, "memoryLimitBytes", memoryLimitBytes, 1 << 20, Long.MAX_VALUE);
    range(faults, "tupleMemoryBytes", tupleMemoryBytes, 1 << 20, Long.MAX_VALUE);
    range(faults, "maxBodyBytes", maxBodyBytes, 1024, 256 << 20);
    if (fullWait == null
        || fullWait.isNegative()
        || fullWait.compareTo(GroupSettings.MAX_FULL_WAIT) > 0) {
      faults.add(
          "fullWait is " + fullWait + ": must be from PT0S to " + GroupSettings.MAX_FULL_WAIT);
    }
    positive(faults, "operationTimeout", operationTimeout);
    positive(faults, "failureDetectionTimeout", failureDetectionTimeout);
    positive(faults, "stopTimeout", stopTimeout);
    if (whenCopiesMissing == null) {
      faults.add("whenCopiesMissing is empty: CONTINUE or REFUSE");
    }
    if (whenSplit == null) {
      faults.add("whenSplit is empty: AVAILABLE or CONSISTENT");
    }
    if (discovery == null) {
      faults.add("discovery is empty: a static list, Kubernetes DNS or multicast");
    } else {
      discoveryFaults(faults);
    }
    return faults;
  }

  private void discoveryFaults(List<String> faults) {
    if (discovery instanceof Discovery.StaticList list) {
      for (String host : list.hosts()) {
        if (!host.matches("[^\\[\\]:\\s]+(\\[\\d{1,5}\\]|:\\d{1,5})")) {
          faults.add("host '" + host + "' of the static list: must be host:port");
        }
      }
    } else if (discovery instanceof Discovery.KubernetesDns dns
        && (dns.dnsName() == null || dns.dnsName().isBlank())) {
      faults.add("dnsName is empty: give the DNS name of the headless service");
    } else if (discovery instanceof Discovery.Multicast multicast) {
      range(faults, "multicast port", multicast.port(), 1, 65535);
    }
  }

  private static void range(List<String> faults, String name, long value, long min, long max) {
    if (value < min || value > max) {
      faults.add(name + " is " + value + ": must be from " + min + " to " + max);
    }
  }

  private static void positive(List<String> faults, String name, Duration value) {
    if (value == null || value.isZero() || value.isNegative()) {
      faults.add(name + " is " + value + ": must be longer than zero");
    }
  }

  /** Starts from the defaults, with the names that have none. */
  public static Builder builder(String clusterName, String nodeName) {
    return new Builder(clusterName, nodeName);
  }

  /** Collects settings over their defaults. Not thread-safe. */
  public static final class Builder {
    private final String clusterName;
    private final String nodeName;
    private String bindAddress = "127.0.0.1";
    private int bindPort = 7800;
    private Discovery discovery = new Discovery.StaticList(List.of());
    private int copies = 2;
    private WhenCopiesMissing whenCopiesMissing = WhenCopiesMissing.CONTINUE;
    private WhenSplit whenSplit = WhenSplit.AVAILABLE;
    private boolean leaveOutSlowBackups = true;
    private int segments = 64;
    private long memoryLimitBytes = Runtime.getRuntime().maxMemory() / 4;
    private long tupleMemoryBytes = Runtime.getRuntime().maxMemory() / 4;
    private Duration fullWait = Duration.ZERO;
    private int maxBodyBytes = 32 << 20;
    private Duration operationTimeout = Duration.ofSeconds(15);
    private Duration failureDetectionTimeout = Duration.ofSeconds(6);
    private Duration stopTimeout = Duration.ofSeconds(20);

    private Builder(String clusterName, String nodeName) {
      this.clusterName = clusterName;
      this.nodeName = nodeName;
    }

    public Builder bind(String address, int port) {
      bindAddress = address;
      bindPort = port;
      return this;
    }

    public Builder discovery(Discovery discovery) {
      this.discovery = discovery;
      return this;
    }

    public Builder copies(int copies) {
      this.copies = copies;
      return this;
    }

    public Builder whenCopiesMissing(WhenCopiesMissing choice) {
      whenCopiesMissing = choice;
      return this;
    }

    public Builder whenSplit(WhenSplit choice) {
      whenSplit = choice;
      return this;
    }

    public Builder leaveOutSlowBackups(boolean leaveOut) {
      leaveOutSlowBackups = leaveOut;
      return this;
    }

    public Builder segments(int segments) {
      this.segments = segments;
      return this;
    }

    public Builder memoryLimitBytes(long bytes) {
      memoryLimitBytes = bytes;
      return this;
    }

    public Builder tupleMemoryBytes(long bytes) {
      tupleMemoryBytes = bytes;
      return this;
    }

    public Builder fullWait(Duration wait) {
      fullWait = wait;
      return this;
    }

    public Builder maxBodyBytes(int bytes) {
      maxBodyBytes = bytes;
      return this;
    }

    public Builder operationTimeout(Duration timeout) {
      operationTimeout = timeout;
      return this;
    }

    public Builder failureDetectionTimeout(Duration timeout) {
      failureDetectionTimeout = timeout;
      return this;
    }

    public Builder stopTimeout(Duration timeout) {
      stopTimeout = timeout;
      return this;
    }

    public StoreConfiguration build() {
      return new StoreConfiguration(
          clusterName,
          nodeName,
          bindAddress,
          bindPort,
          discovery,
          copies,
          whenCopiesMissing,
          whenSplit,
          leaveOutSlowBackups,
          segments,
          memoryLimitBytes,
          tupleMemoryBytes,
          fullWait,
          maxBodyBytes,
          operationTimeout,
          failureDetectionTimeout,
          stopTimeout);
    }
  }
}
