package io.hikyaku.benchmarks.chaos;

import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.history.Disturbance.Kind;
import io.hikyaku.benchmarks.history.HistoryChecker;
import io.hikyaku.benchmarks.history.Verdict;
import io.hikyaku.benchmarks.support.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The campaign: rounds of traffic with disturbances, each followed by a judgement. */
public final class Chaos {

  private static final int DISTURBANCES_IN_A_ROUND = 3;
  private static final int QUIET_MILLIS = 2_000;

  private final Options options;
  private final Fleet fleet;
  private final Random random;
  private final Disturber disturber;
  private final int nodes;
  private final HistoryChecker checker = new HistoryChecker();
  private final Totals totals = new Totals();

  private Chaos(Options options, Network network, int nodes) {
    this.options = options;
    this.nodes = nodes;
    fleet = new Fleet(options, network, nodes + 1);
    random = new Random(options.longNumber("seed", 1) * Caller.SCRAMBLE);
    disturber = new Disturber(fleet, random, kinds(network), nodes + 1);
  }

  private List<Kind> kinds(Network network) {
    List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
    if (options.has("only")) {
      List<String> only = List.of(options.text("only").toUpperCase(Locale.ROOT).split(",", -1));
      kinds.removeIf(kind -> !only.contains(kind.name()));
    }
    if (!network.canPart() && kinds.remove(Kind.SPLIT)) {
      say("splits are left out: network namespaces need root and the package iproute2");
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("there is nothing left to do to the nodes");
    }
    return kinds;
  }

  /** Runs all rounds. */
  public static void run(Options options) throws Exception {
    int nodes = options.number("nodes", 3);
    Network network = Network.open(nodes + 1, options.number("port", 7800));
    // in any case: a stopped process ends by nothing else, and namespaces stay
    Runtime.getRuntime().addShutdownHook(new Thread(network::remove));
    Chaos chaos = new Chaos(options, network, nodes);
    Runtime.getRuntime().addShutdownHook(new Thread(chaos.fleet::end));
    chaos.rounds();
  }

  private void rounds() throws Exception {
    int rounds = options.number("rounds", 5);
    startAll();
    for (int round = 1; round <= rounds; round++) {
      say("round %d:", round);
      boolean stuck = round(round);
      Verdict verdict = judge(round);
      totals.add(verdict, stuck);
      say("  %s", verdict.summary());
      if (verdict.violations() > 0 || stuck) {
        say("%s", verdict.details().stripTrailing());
        keep(round);
      }
      if (stuck) {
        fleet.killAll();
        startAll();
      }
    }
    totals.print(fleet.unanswered());
  }

  private void startAll() throws IOException, InterruptedException {
    for (int place = 1; place <= nodes; place++) {
      fleet.start(place);
    }
    fleet.awaitWell();
  }

  /** Returns whether the cluster did not come to rest. */
  private boolean round(int round) throws IOException, InterruptedException {
    try {
      fleet.startRound(round);
      quiet();
      int disturbances = 1 + random.nextInt(DISTURBANCES_IN_A_ROUND);
      for (int i = 0; i < disturbances; i++) {
        disturber.disturb();
        quiet();
      }
      fleet.drain();
      return false;
    } catch (Fleet.Stuck e) {
      say("  STUCK: %s", e.getMessage());
      fleet.dumpThreads();
      quiet();
      return true;
    }
  }

  private void quiet() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS / 2 + random.nextInt(QUIET_MILLIS));
  }

  private Verdict judge(int round) throws IOException {
    return checker.check(fleet.events(round), disturber.takeDone());
  }

  /** Keeps what there is of a round that went wrong. */
  private void keep(int round) throws IOException {
    Path to = Path.of(options.text("keep"), "seed-" + options.text("seed") + "-round-" + round);
    Files.createDirectories(to);
    try (var files = Files.newDirectoryStream(Path.of(options.text("scratch")))) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    say("  its events and logs are kept in %s", to);
  }
}
