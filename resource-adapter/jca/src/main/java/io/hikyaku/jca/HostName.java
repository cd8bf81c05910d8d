package io.hikyaku.jca;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, where the configuration gives none. */
final class HostName {

  private HostName() {}

  /** The host's name with what neither a node name nor a domain may hold replaced by hyphens. */
  static String get() {
    return name().replaceAll("[^A-Za-z0-9.-]", "-");
  }

  private static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // a container whose name is in no hosts file
      String variable = System.getenv("HOSTNAME");
      return variable == null || variable.isBlank() ? "localhost" : variable;
    }
  }
}
