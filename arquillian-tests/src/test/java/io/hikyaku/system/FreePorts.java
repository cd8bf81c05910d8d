package io.hikyaku.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports that nothing listens on now; none is given out twice in one run of the tests. */
final class FreePorts {

  /** Failure detection listens on the cluster's port + 50000, modulo 65536. */
  private static final int FAILURE_DETECTION_OFFSET = 50_000;

  private static final int LOWEST = 20_000;

  /** Above are the ports that the system gives to clients. */
  private static final int HIGHEST = 32_000;

  private static final Set<Integer> GIVEN = new HashSet<>();
  private static int next = LOWEST + (int) (ProcessHandle.current().pid() % 997) * 12;

  private FreePorts() {}

  static synchronized int any() {
    while (true) {
      int port = next++;
      if (next > HIGHEST) {
        next = LOWEST;
      }
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
  }

  /** One whose companion for failure detection is free too. */
  static synchronized int cluster() {
    while (true) {
      int port = any();
      int companion = (port + FAILURE_DETECTION_OFFSET) % 65_536;
      if (companion > 1024 && isFree(companion) && GIVEN.add(companion)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
