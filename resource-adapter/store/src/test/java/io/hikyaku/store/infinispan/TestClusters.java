package io.hikyaku.store.infinispan;

import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.Discovery;
import io.hikyaku.store.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;

/**
 * Nodes on loopback for tests: finds ports, makes configurations, crashes nodes and splits
 * clusters.
 */
public final class TestClusters {

  private static final AtomicInteger NEXT_NAME = new AtomicInteger();
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 500) * 16);

  private TestClusters() {}

  /** A name that no other cluster in this process has. */
  public static String uniqueName() {
    return "test-" + ProcessHandle.current().pid() + "-" + NEXT_NAME.incrementAndGet();
  }

  /** Ports free on loopback, under those that the system gives to clients, and so their + 50000. */
  public static int[] freePorts(int count) {
    return IntStream.generate(TestClusters::nextFree).limit(count).toArray();
  }

  private static int nextFree() {
    while (true) {
      int port = 20_000 + Math.floorMod(NEXT_PORT.getAndIncrement() - 20_000, 12_000);
      if (free(port) && free((port + 50_000) % 65_536)) {
        return port;
      }
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A node's configuration with short timeouts.
   *
   * @param ports the node's own port first, then those of the others
   */
  public static StoreConfiguration.Builder builder(String cluster, String node, int... ports) {
    List<String> hosts = Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toList();
    return StoreConfiguration.builder(cluster, node)
        .bind("127.0.0.1", ports[0])
        .discovery(new Discovery.StaticList(hosts))
        .segments(16)
        .operationTimeout(Duration.ofSeconds(10))
        .failureDetectionTimeout(Duration.ofSeconds(2));
  }

  /** The same, built. */
  public static StoreConfiguration configuration(String cluster, String node, int... ports) {
    return builder(cluster, node, ports).build();
  }

  /** The ports with this one first, as {@link #builder} wants them. */
  public static int[] ownFirst(int own, int... ports) {
    return IntStream.concat(IntStream.of(own), Arrays.stream(ports).filter(port -> port != own))
        .toArray();
  }

  /**
   * Ends a node as kill -9 does: its sockets close, it says nothing any more and hears nothing. The
   * remains in this process are cleaned up behind.
   */
  public static void crash(Cluster cluster) {
    InfinispanCluster node = (InfinispanCluster) cluster;
    discard(node).discardAll(true);
    FD_SOCK2 sockets = node.channel().getProtocolStack().findProtocol(FD_SOCK2.class);
    sockets.stop();
    // its caches still take it for a member; leaving takes until GMS gives up
    Thread cleaner = new Thread(node::close, "crashed-" + node.self().nodeName());
    cleaner.setDaemon(true);
    cleaner.start();
  }

  /** Lets the two not see each other, until {@link #heal}. */
  public static void split(Cluster one, Cluster other) {
    discard((InfinispanCluster) one).addIgnoreMember(address(other));
    discard((InfinispanCluster) other).addIgnoreMember(address(one));
  }

  /** Ends all splits of these nodes. */
  public static void heal(Cluster... clusters) {
    for (Cluster cluster : clusters) {
      discard((InfinispanCluster) cluster).resetIgnoredMembers();
    }
  }

  /**
   * Stops a node as SIGSTOP does, as far as the others see: it says nothing, and does not notice
   * that it hears nothing. Until {@link #goOn}.
   */
  public static void hang(Cluster cluster) {
    InfinispanCluster node = (InfinispanCluster) cluster;
    silence(node).stop();
    discard(node).discardAll(true);
  }

  /** What comes to a node waits in its sockets, as before it is stopped: it is lost here. */
  public static void hearNothing(Cluster cluster) {
    discard((InfinispanCluster) cluster).setUpDiscardRate(1);
  }

  /** Lets a node go on that hung. */
  public static void goOn(Cluster cluster) {
    InfinispanCluster node = (InfinispanCluster) cluster;
    discard(node).discardAll(false).setUpDiscardRate(0);
    try {
      silence(node).start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static FD_ALL3 silence(InfinispanCluster node) {
    return node.channel().getProtocolStack().findProtocol(FD_ALL3.class);
  }

  private static Address address(Cluster cluster) {
    return ((InfinispanCluster) cluster).channel().getAddress();
  }

  private static DISCARD discard(InfinispanCluster node) {
    JChannel channel = node.channel();
    ProtocolStack stack = channel.getProtocolStack();
    DISCARD present = stack.findProtocol(DISCARD.class);
    if (present != null) {
      return present;
    }
    DISCARD discard = new DISCARD().setAddress(channel.getAddress());
    try {
      stack.insertProtocol(discard, ProtocolStack.Position.ABOVE, TP.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return discard;
  }
}
