package io.hikyaku.benchmarks.load;

import static io.hikyaku.benchmarks.support.Results.median;
import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.load.Setting.Peer;
import io.hikyaku.benchmarks.support.JavaProcess;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two nodes of the store against memcached, and against Redis, in turns. */
public final class VersusMemcached {

  private static final String NAME = "store-vs-memcached";

  private final Options options;
  private final Results results = new Results();

  private VersusMemcached(Options options) {
    this.options = options;
  }

  /** Runs the settings asked for. */
  public static void run(Options options) throws Exception {
    new VersusMemcached(options).run();
  }

  private void run() throws Exception {
    try (JavaProcess memcached = peerClient("memcached", options.text("client"));
        JavaProcess pipelined = peerClient("memcached", "spymemcached");
        JavaProcess redis = peerClient("redis", "redis")) {
      Map<Peer, Side> peers = new EnumMap<>(Peer.class);
      peers.put(Peer.MEMCACHED, peer("memcached", memcached));
      peers.put(Peer.MEMCACHED_PIPELINED, peer("memcached", pipelined));
      peers.put(Peer.REDIS, peer("redis", redis));
      if (options.has("peer-only")) {
        tryPeer(peers.get(Peer.MEMCACHED));
        return;
      }
      try (JavaProcess a = node("a");
          JavaProcess b = node("b")) {
        a.ask("healthy 2");
        b.ask("healthy 2");
        Side ours = new Side("hikyaku", List.of(a, b), List.of(a.pid(), b.pid()));
        for (Setting setting : wanted()) {
          compare(setting, ours, peers.get(setting.peer()));
        }
      }
    }
    results.print();
  }

  /** Shows rounds of the peer alone, to find its best client and number of connections. */
  private void tryPeer(Side peer) throws Exception {
    for (Setting setting : wanted()) {
      for (int i = 0; i <= options.number("rounds", 5); i++) {
        peer.round(i == 0 ? "warm-up" : setting.name(), setting.work().millis(seconds("seconds")));
      }
    }
  }

  private int seconds(String option) {
    return options.number(option, 5) * 1000;
  }

  private List<Setting> wanted() {
    Set<String> only = Set.of(options.text("only", "all").split(",", -1));
    return Setting.ALL.stream()
        .filter(setting -> only.contains("all") || only.contains(setting.name()))
        .filter(setting -> setting.peer() != Peer.REDIS || options.has("redis"))
        .toList();
  }

  private JavaProcess node(String name) throws Exception {
    String hosts = "127.0.0.1:" + options.text("port-a") + ",127.0.0.1:" + options.text("port-b");
    return start(
        "node-" + name,
        List.of(
            "node",
            "--name",
            name,
            "--cluster",
            "hikyaku-benchmark-" + ProcessHandle.current().pid(),
            "--port",
            options.text("port-" + name),
            "--hosts",
            hosts));
  }

  private JavaProcess peerClient(String peer, String client) throws Exception {
    if (!options.has(peer)) {
      return null;
    }
    return start(
        peer + "-" + client,
        List.of(
            "peer-client",
            "--client",
            client,
            "--connections",
            options.text("connections"),
            "--port",
            options.text(peer).split(":", -1)[0]));
  }

  private JavaProcess start(String name, List<String> arguments) throws Exception {
    List<String> jvm =
        new ArrayList<>(List.of("-Xms" + options.text("heap"), "-Xmx" + options.text("heap")));
    if (options.has("jvm-options")) {
      jvm.addAll(Arrays.asList(options.text("jvm-options").split(" ", -1)));
    }
    if (options.has("jfr")) {
      jvm.add(
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
              + Path.of(options.text("jfr"), name + ".jfr"));
    }
    return JavaProcess.start(name, Path.of(options.text("scratch")), List.of(), jvm, arguments);
  }

  /** The peer with its client; its server's process counts as well. */
  private Side peer(String name, JavaProcess client) {
    return client == null
        ? null
        : new Side(
            name,
            List.of(client),
            List.of(client.pid(), Long.valueOf(options.text(name).split(":", -1)[1])));
  }

  private void compare(Setting setting, Side both, Side peer) throws Exception {
    Side ours = setting.callersInBothNodes() ? both : both.callersInOne();
    String name = setting.name();
    Work warmUp = setting.work().millis(seconds("warm-up"));
    say("%s, warm-up:", name);
    ours.round(name, warmUp);
    if (peer != null) {
      peer.round(name, warmUp);
    }
    Work work = setting.work().millis(seconds("seconds"));
    List<Side.Round> our = new ArrayList<>();
    List<Side.Round> their = new ArrayList<>();
    say("%s, rounds:", name);
    for (int i = 0; i < options.number("rounds", 5); i++) {
      our.add(ours.round(name, work));
      if (peer != null) {
        their.add(peer.round(name, work));
      }
    }
    boolean headline = name.equals("headline");
    String line = headline ? NAME : NAME + "/" + name;
    results.add(
        line + (headline ? "/processor" : "-processor"),
        "microseconds/message",
        median(our.stream().map(Side.Round::microsEach).toList()),
        median(their.stream().map(Side.Round::microsEach).toList()));
    results.add(
        line,
        "messages/s",
        median(our.stream().map(Side.Round::perSecond).toList()),
        median(their.stream().map(Side.Round::perSecond).toList()));
  }
}
