package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.support.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each node, joined by a bridge in one more. Nothing of the host is used.
 */
final class Namespaces implements Network {

  private static final String PREFIX = "hk" + ProcessHandle.current().pid() % 100_000;

  static final String PROBE = PREFIX + "-probe";

  private static final String SWITCH = PREFIX + "-switch";

  /** States of a bridge's port, by their numbers. */
  private static final String DISABLED = "0";

  private static final String FORWARDING = "3";

  private final int port;
  private final List<String> names = new ArrayList<>();

  private Namespaces(int port) {
    this.port = port;
  }

  static Namespaces create(int nodes, int port) throws IOException, InterruptedException {
    Namespaces network = new Namespaces(port);
    try {
      network.add(SWITCH);
      Shell.run("ip", "-n", SWITCH, "link", "add", "bridge", "type", "bridge");
      Shell.run("ip", "-n", SWITCH, "link", "set", "bridge", "up");
      for (int node = 1; node <= nodes; node++) {
        network.connect(node);
      }
      return network;
    } catch (IOException | InterruptedException | IllegalStateException e) {
      network.remove();
      throw e;
    }
  }

  private void add(String name) throws IOException, InterruptedException {
    Shell.run("ip", "netns", "add", name);
    names.add(name);
  }

  private void connect(int node) throws IOException, InterruptedException {
    String name = name(node);
    add(name);
    Shell.run(
        "ip",
        "-n",
        SWITCH,
        "link",
        "add",
        cable(node),
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        name);
    Shell.run("ip", "-n", SWITCH, "link", "set", cable(node), "master", "bridge", "up");
    Shell.run("ip", "-n", name, "address", "add", address(node) + "/24", "dev", "eth0");
    Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
    Shell.run("ip", "-n", name, "link", "set", "lo", "up");
  }

  private static String name(int node) {
    return PREFIX + "-" + node;
  }

  private static String cable(int node) {
    return "cable" + node;
  }

  @Override
  public String address(int node) {
    return "10.77.0." + node;
  }

  @Override
  public int port(int node) {
    return port;
  }

  @Override
  public List<String> before(int node) {
    return List.of("ip", "netns", "exec", name(node));
  }

  @Override
  public boolean canPart() {
    return true;
  }

  @Override
  public void part(int node) throws IOException, InterruptedException {
    // not by taking the link down: then the sender would notice at once, and that is the easy case
    state(node, DISABLED);
  }

  @Override
  public void join(int node) throws IOException, InterruptedException {
    state(node, FORWARDING);
  }

  private static void state(int node, String state) throws IOException, InterruptedException {
    Shell.run(
        "ip", "-n", SWITCH, "link", "set", cable(node), "type", "bridge_slave", "state", state);
  }

  @Override
  public void remove() {
    for (String name : names) {
      Shell.tryTo("ip", "netns", "delete", name);
    }
    names.clear();
  }
}
