package io.hikyaku.benchmarks;

import io.hikyaku.benchmarks.chaos.Chaos;
import io.hikyaku.benchmarks.chaos.ChaosNode;
import io.hikyaku.benchmarks.chaos.Failover;
import io.hikyaku.benchmarks.delete.Delete;
import io.hikyaku.benchmarks.delete.DeleteNode;
import io.hikyaku.benchmarks.load.PeerClient;
import io.hikyaku.benchmarks.load.Scale;
import io.hikyaku.benchmarks.load.StoreNodeProcess;
import io.hikyaku.benchmarks.load.VersusMemcached;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.tuples.Tuples;
import io.hikyaku.benchmarks.tuples.TuplesDelete;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Runs one benchmark, or one of the processes that a benchmark starts. */
public final class Main {

  /** What stands behind a subcommand. */
  private interface Command {
    void run(Options options) throws Exception;
  }

  private static final Map<String, Command> COMMANDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("delete-node", DeleteNode::run),
              Map.entry("store-delete", Delete::run),
              Map.entry("chaos", Chaos::run),
              Map.entry("chaos-node", ChaosNode::run),
              Map.entry("store-scale", Scale::run),
              Map.entry("store-failover", Failover::run),
              Map.entry("store-vs-memcached", VersusMemcached::run),
              Map.entry("node", StoreNodeProcess::run),
              Map.entry("peer-client", PeerClient::run),
              Map.entry("tuples", Tuples::run),
              Map.entry("tuples-delete", TuplesDelete::run)));

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Command command = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (command == null) {
      System.err.println("The first argument must be one of " + COMMANDS.keySet());
      System.exit(2);
      return;
    }
    try {
      command.run(Options.parse(Arrays.asList(arguments).subList(1, arguments.length)));
    } catch (IllegalStateException | IllegalArgumentException e) {
      e.printStackTrace();
      System.exit(1);
    }
    // threads of the store and of clients are not all daemons
    System.exit(0);
  }
}
