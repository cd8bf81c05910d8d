package io.hikyaku.store.infinispan;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.Discovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.fork.UnknownForkHandler;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FORK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.MPING;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.RED;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;

/**
 * Builds the JGroups stack. A member killed is noticed by its closed socket (FD_SOCK2, about half a
 * second with the check that it is really gone), a hung one by its silence (FD_ALL3).
 */
final class ChannelFactory {

  private static final int FAILURE_DETECTION_OFFSET = 50_000;
  private static final int PORTS = 65_536;
  private static final int BUNDLE_BYTES = 64 << 10;
  private static final int FRAGMENT_BYTES = 60 << 10;
  private static final int SOCKET_BUFFER_BYTES = 1 << 20;
  private static final long CREDIT_BYTES = 8L << 20;
  private static final int CONNECT_TIMEOUT_MS = 300;

  private final StoreConfiguration configuration;
  private final NodeThreads threads;
  private final InetAddress bindAddress;

  ChannelFactory(StoreConfiguration configuration, NodeThreads threads) {
    this.configuration = configuration;
    this.threads = threads;
    this.bindAddress = bindAddress(configuration.bindAddress());
  }

  /** The address that the others see: host and port. */
  String address() {
    return bindAddress.getHostAddress() + ":" + configuration.bindPort();
  }

  /** A channel that is not connected yet. */
  JChannel create() throws Exception {
    int failureDetectionPort = (configuration.bindPort() + FAILURE_DETECTION_OFFSET) % PORTS;
    checkFree(configuration.bindPort(), "bindPort");
    checkFree(
        failureDetectionPort, "the port of failure detection, bindPort + 50000 modulo 65536,");
    JChannel channel = new JChannel(protocols());
    channel.setName(configuration.nodeName());
    return channel;
  }

  private List<Protocol> protocols() throws UnknownHostException {
    long timeoutMs = configuration.failureDetectionTimeout().toMillis();
    List<Protocol> stack = new ArrayList<>();
    stack.add(transport());
    stack.add(new RED());
    stack.add(discovery());
    stack.add(new MERGE3().setMinInterval(1_000).setMaxInterval(5_000));
    FD_SOCK2 socketDetection =
        new SocketDetection().setPortRange(0).setOffset(FAILURE_DETECTION_OFFSET);
    // else it listens on all addresses
    socketDetection.setValue("bind_addr", bindAddress);
    stack.add(socketDetection);
    stack.add(new FD_ALL3().setTimeout(timeoutMs).setInterval(Math.max(1, timeoutMs / 3)));
    stack.add(new VERIFY_SUSPECT2().setTimeout(500));
    stack.add(
        new NAKACK2()
            .useMcastXmit(false)
            .setXmitInterval(200)
            .setXmitTableNumRows(50)
            .setXmitTableMsgsPerRow(1024)
            .setXmitTableMaxCompactionTime(30_000));
    stack.add(
        new UNICAST3()
            .setConnCloseTimeout(5_000)
            .setXmitInterval(200)
            .setXmitTableNumRows(50)
            .setXmitTableMsgsPerRow(1024)
            .setXmitTableMaxCompactionTime(30_000));
    stack.add(new STABLE().setDesiredAverageGossip(5_000).setMaxBytes(4 << 20));
    GMS membership = new GMS().setJoinTimeout(joinTimeoutMs()).setLeaveTimeout(1_000);
    membership.printLocalAddress(false);
    stack.add(membership);
    stack.add(new UFC().setMaxCredits(CREDIT_BYTES).setMinThreshold(0.4));
    stack.add(new MFC().setMaxCredits(CREDIT_BYTES).setMinThreshold(0.4));
    stack.add(new FRAG4().setFragSize(FRAGMENT_BYTES));
    stack.add(new FORK().setUnknownForkHandler(new NoCalls()));
    return stack;
  }

  private Protocol transport() {
    TCP tcp = new TCP();
    tcp.setBindAddress(bindAddress);
    tcp.setBindPort(configuration.bindPort());
    tcp.setPortRange(0);
    tcp.setThreadFactory(threads.jgroups());
    tcp.useVirtualThreads(false);
    tcp.setSendBufSize(SOCKET_BUFFER_BYTES);
    tcp.setRecvBufSize(SOCKET_BUFFER_BYTES);
    tcp.setSockConnTimeout(CONNECT_TIMEOUT_MS);
    tcp.tcpNodelay(true);
    // a connection that ends is no news: failure detection says who left
    tcp.logDetails(false);
    tcp.logAcceptError(false);
    // a thread per member: one that does not read its socket holds up no other; never blocks a
    // sender
    PerDestinationBundler bundler = new EndingBundler();
    bundler.setMaxSize(BUNDLE_BYTES);
    bundler.useSingleSenderThread(false);
    tcp.setBundler(bundler);
    tcp.getThreadPool().setMinThreads(0).setMaxThreads(200).setKeepAliveTime(60_000);
    return tcp;
  }

  private Protocol discovery() throws UnknownHostException {
    Discovery discovery = configuration.discovery();
    if (discovery instanceof Discovery.KubernetesDns dns) {
      return new DNS_PING().setDNSQuery(dns.dnsName());
    }
    if (discovery instanceof Discovery.Multicast multicast) {
      return new MPING()
          .setBindAddr(bindAddress)
          .setMulticastAddress(multicast.address())
          .setMcastPort(multicast.port());
    }
    Discovery.StaticList list = (Discovery.StaticList) discovery;
    return new TCPPING()
        .setPortRange(0)
        .setInitialHosts(list.hosts().stream().map(ChannelFactory::host).toList());
  }

  /**
   * How long the others have to answer. If somebody listens at an address of the list, and be it
   * slow, it is waited for; if nobody does, this node is the first. DNS and multicast may take a
   * moment.
   */
  private long joinTimeoutMs() {
    if (!(configuration.discovery() instanceof Discovery.StaticList list)) {
      return 1_000;
    }
    InetSocketAddress own = new InetSocketAddress(bindAddress, configuration.bindPort());
    List<InetSocketAddress> others =
        list.hosts().stream().map(ChannelFactory::host).filter(host -> !host.equals(own)).toList();
    return Probe.anyoneAt(others, CONNECT_TIMEOUT_MS) ? 10_000 : 300;
  }

  private static InetSocketAddress host(String text) {
    String plain = text.replace('[', ':').replace("]", "");
    int colon = plain.lastIndexOf(':');
    return new InetSocketAddress(
        plain.substring(0, colon), Integer.parseInt(plain.substring(colon + 1)));
  }

  private static InetAddress bindAddress(String name) {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new StoreUnavailableException(
          "bindAddress " + name + " is not known: give an address of this machine", e);
    }
  }

  /** JGroups' own message does not tell which port it was and of what. */
  private void checkFree(int port, String name) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(bindAddress, port));
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "node "
              + configuration.nodeName()
              + ": "
              + name
              + " "
              + port
              + " of "
              + bindAddress.getHostAddress()
              + " cannot be bound: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Ends what is sent to after it was stopped: a last message, or a view, gives its destination a
   * thread that nobody would end (JGroups 5.5.2; {@code ThreadsTest} met one).
   */
  private static final class EndingBundler extends PerDestinationBundler {

    private volatile boolean stopped;

    @Override
    public void start() {
      stopped = false;
      super.start();
    }

    @Override
    public void stop() {
      stopped = true;
      super.stop();
    }

    @Override
    public void send(Message message) throws Exception {
      super.send(message);
      stopIfStopped();
    }

    @Override
    public void viewChange(View view) {
      super.viewChange(view);
      stopIfStopped();
    }

    private void stopIfStopped() {
      if (stopped) {
        super.stop();
      }
    }
  }

  /** A call that comes before this member takes calls, or after: the caller sees it leave. */
  private static final class NoCalls implements UnknownForkHandler {
    @Override
    public Object handleUnknownForkStack(Message message, String forkStackId) {
      return null;
    }

    @Override
    public Object handleUnknownForkChannel(Message message, String forkChannelId) {
      return null;
    }
  }
}
