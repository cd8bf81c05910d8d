package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.support.Shell;
import java.io.IOException;
import java.util.List;

/** Where the nodes live, and whether they can be parted. */
interface Network {

  /** The address of a node, from 1. */
  String address(int node);

  /** The port of a node. */
  int port(int node);

  /** What stands before the command that starts a node. */
  List<String> before(int node);

  /** Whether {@link #part} works. */
  boolean canPart();

  /** Cuts one node off from all others; nobody is told, packets just vanish. */
  void part(int node) throws IOException, InterruptedException;

  /** Undoes {@link #part}. */
  void join(int node) throws IOException, InterruptedException;

  /** Removes all of it. */
  void remove();

  /** All on loopback. */
  record Loopback(int firstPort) implements Network {
    @Override
    public String address(int node) {
      return "127.0.0.1";
    }

    @Override
    public int port(int node) {
      return firstPort + node;
    }

    @Override
    public List<String> before(int node) {
      return List.of();
    }

    @Override
    public boolean canPart() {
      return false;
    }

    @Override
    public void part(int node) {
      throw new UnsupportedOperationException("loopback cannot be parted");
    }

    @Override
    public void join(int node) {
      throw new UnsupportedOperationException("loopback cannot be parted");
    }

    @Override
    public void remove() {}
  }

  /** The best there is: namespaces need root and the tools of iproute2. */
  static Network open(int nodes, int firstPort) throws IOException, InterruptedException {
    return Shell.succeeds("ip", "netns", "add", Namespaces.PROBE)
            && Shell.succeeds("ip", "netns", "delete", Namespaces.PROBE)
        ? Namespaces.create(nodes, firstPort)
        : new Loopback(firstPort);
  }
}
