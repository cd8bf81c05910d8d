package io.hikyaku.benchmarks.chaos;

import static io.hikyaku.benchmarks.support.Results.median;
import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.history.Disturbance;
import io.hikyaku.benchmarks.history.Disturbance.Kind;
import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.HistoryChecker;
import io.hikyaku.benchmarks.history.Verdict;
import io.hikyaku.benchmarks.support.NodeOptions;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What callers of the survivors notice when one of three nodes is killed, or hangs. */
public final class Failover {

  private static final String NAME = "store-failover";
  private static final int NODES = 3;
  private static final int BEFORE_SECONDS = 4;

  /** Long enough for a hung node to be taken out. */
  private static final int WATCHED_SECONDS = 15;

  private static final Map<Kind, String> SETTINGS = Map.of(Kind.CRASH, "kill", Kind.PAUSE, "hang");

  private final Options options;
  private final Fleet fleet;
  private final HistoryChecker checker = new HistoryChecker();
  private int round;
  private long lost;

  private Failover(Options options) {
    this.options = options;
    fleet = new Fleet(options, new Network.Loopback(options.number("port", 7800)), NODES);
  }

  /** Runs all rounds, first as the store does it, then without leaving slow members out. */
  public static void run(Options options) throws Exception {
    Results results = new Results();
    long lost = 0;
    for (boolean leaveOut : List.of(true, false)) {
      say("slow members are %s:", leaveOut ? "left out" : "not left out");
      Failover failover =
          new Failover(options.with(NodeOptions.KEEP_SLOW_BACKUPS, leaveOut ? "" : "yes"));
      Thread end = new Thread(failover.fleet::end);
      Runtime.getRuntime().addShutdownHook(end);
      failover.run(leaveOut ? "" : "-not-left-out", results);
      Runtime.getRuntime().removeShutdownHook(end);
      failover.fleet.end();
      lost += failover.lost;
    }
    results.count(NAME, "messages", lost);
    results.print();
  }

  private void run(String setting, Results results) throws IOException, InterruptedException {
    for (int place = 1; place <= NODES; place++) {
      fleet.start(place);
    }
    fleet.awaitWell();
    for (Kind kind : kinds()) {
      List<SendTimes> times = new ArrayList<>();
      for (int i = 0; i < options.number("rounds", 3); i++) {
        times.add(round(kind));
      }
      String line = NAME + "/" + SETTINGS.get(kind) + setting;
      results.add(
          line + "-longest-gap",
          "milliseconds",
          median(times.stream().map(SendTimes::longestGapMillis).toList()));
      results.add(
          line + "-slowest-send",
          "milliseconds",
          median(times.stream().map(SendTimes::slowestSendMillis).toList()));
      results.add(
          line + "-callers-with-errors",
          "callers",
          median(times.stream().map(time -> (double) time.callersWithErrors()).toList()));
    }
  }

  private List<Kind> kinds() {
    return List.of(Kind.PAUSE, Kind.CRASH).stream()
        .filter(kind -> options.text("only", SETTINGS.get(kind)).equals(SETTINGS.get(kind)))
        .toList();
  }

  private SendTimes round(Kind kind) throws IOException, InterruptedException {
    round++;
    fleet.startRound(round);
    TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
    int place = 1 + round % NODES;
    int victim = fleet.incarnation(place);
    long from = System.nanoTime();
    if (kind == Kind.CRASH) {
      fleet.kill(place);
    } else {
      fleet.pause(place);
    }
    TimeUnit.SECONDS.sleep(WATCHED_SECONDS);
    long until = System.nanoTime();
    if (kind == Kind.CRASH) {
      fleet.start(place);
    } else {
      fleet.resume(place);
    }
    fleet.awaitWell();
    Disturbance disturbance = new Disturbance(kind, victim, from, System.nanoTime());
    fleet.drain();
    List<Event> events = fleet.events(round);
    Verdict verdict = checker.check(events, List.of(disturbance));
    SendTimes times = SendTimes.of(events, victim, from, until);
    lost += verdict.lost().size();
    say(
        "  %s node %d: no send completed for %.0f ms at the longest, the slowest took %.0f ms,"
            + " %d callers saw an error",
        SETTINGS.get(kind).toLowerCase(Locale.ROOT),
        place,
        times.longestGapMillis(),
        times.slowestSendMillis(),
        times.callersWithErrors());
    say("    %s", verdict.summary());
    if (verdict.violations() > 0) {
      say("%s", verdict.details().stripTrailing());
    }
    return times;
  }
}
