package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.support.JavaProcess;
import io.hikyaku.benchmarks.support.NodeOptions;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.benchmarks.support.Results;
import io.hikyaku.benchmarks.support.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The processes of the campaign, by the number of their place, from 1. Not thread-safe. */
final class Fleet {

  /** A member that was gone must be back within it, and all segments have their copies. */
  private static final int WELL_WITHIN_SECONDS = 90;

  /** Processes that live for some seconds: one that starts fast and leaves processors to others. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final int DRAINED_WITHIN_SECONDS = 60;

  /** Who is suspected is asked once more before it is taken out. */
  private static final int NOTICED_WITHIN_SECONDS = 3;

  private final Options options;
  private final Network network;
  private final int places;
  private final Map<Integer, JavaProcess> processes = new TreeMap<>();
  private final Map<Integer, Integer> incarnations = new TreeMap<>();
  private int lastIncarnation;
  private int clusters;
  private int round;
  private boolean sending;
  private int unanswered;

  Fleet(Options options, Network network, int places) {
    this.options = options;
    this.network = network;
    this.places = places;
  }

  Network network() {
    return network;
  }

  /** The places that have a process. */
  List<Integer> present() {
    return List.copyOf(processes.keySet());
  }

  int incarnation(int place) {
    return incarnations.get(place);
  }

  int lastIncarnation() {
    return lastIncarnation;
  }

  /** Starts a node at a free place; returns when it has joined. */
  void start(int place) throws IOException {
    int incarnation = ++lastIncarnation;
    List<String> arguments = new ArrayList<>(List.of("chaos-node"));
    put(arguments, "name", "n" + place);
    put(arguments, "cluster", "chaos-" + ProcessHandle.current().pid() + "-" + clusters);
    put(arguments, "address", network.address(place));
    put(arguments, "port", Integer.toString(network.port(place)));
    put(arguments, "hosts", hosts());
    put(arguments, "process", Integer.toString(incarnation));
    put(arguments, "round", Integer.toString(round));
    put(arguments, "scratch", options.text("scratch"));
    put(arguments, "detection-seconds", Integer.toString(detectionSeconds()));
    put(arguments, "when-copies-missing", options.text("when-copies-missing", "CONTINUE"));
    put(arguments, NodeOptions.KEEP_SLOW_BACKUPS, options.text(NodeOptions.KEEP_SLOW_BACKUPS, ""));
    JavaProcess process =
        JavaProcess.start(
            "n" + place,
            Path.of(options.text("scratch")),
            network.before(place),
            JVM_OPTIONS,
            arguments);
    processes.put(place, process);
    incarnations.put(place, incarnation);
    process.ask("sending " + sending);
  }

  private static void put(List<String> arguments, String name, String value) {
    arguments.add("--" + name);
    arguments.add(value);
  }

  private String hosts() {
    StringJoiner hosts = new StringJoiner(",");
    for (int place = 1; place <= places; place++) {
      hosts.add(network.address(place) + ":" + network.port(place));
    }
    return hosts.toString();
  }

  void kill(int place) throws InterruptedException {
    processes.remove(place).kill();
  }

  void leave(int place) throws IOException {
    JavaProcess process = processes.remove(place);
    int hung = Integer.parseInt(process.ask("leave"));
    if (hung > 0) {
      Results.say(
          "    %d callers of node %d got no answer from a store that was closed", hung, place);
      unanswered += hung;
    }
    process.close();
  }

  void pause(int place) throws IOException, InterruptedException {
    signal(place, "STOP");
  }

  void resume(int place) throws IOException, InterruptedException {
    signal(place, "CONT");
  }

  private void signal(int place, String signal) throws IOException, InterruptedException {
    Shell.run("kill", "-" + signal, Long.toString(processes.get(place).pid()));
  }

  /** Callers that a closed store left waiting for ever. */
  int unanswered() {
    return unanswered;
  }

  /** Has every process write to the files of this round, and send. */
  void startRound(int number) throws IOException {
    round = number;
    askAll("round " + number);
    sending(true);
  }

  /** Has every process send or not, those included that start later. */
  void sending(boolean on) throws IOException {
    sending = on;
    askAll("sending " + on);
  }

  /** Asks all in turn. */
  List<String> askAll(String command) throws IOException {
    List<String> answers = new ArrayList<>();
    for (JavaProcess process : processes.values()) {
      answers.add(process.ask(command));
    }
    return answers;
  }

  /**
   * Returns when every node sees all of them and all copies, and has done so for longer than it
   * takes to find out that it was wrong: a silence just over may be noticed only now.
   *
   * @throws Stuck if it does not come to that
   */
  void awaitWell() throws IOException, InterruptedException {
    String well = "HEALTHY members=" + processes.size();
    long steady = TimeUnit.SECONDS.toNanos(detectionSeconds() + NOTICED_WITHIN_SECONDS);
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(WELL_WITHIN_SECONDS);
    long since = start;
    while (System.nanoTime() - since < steady) {
      List<String> states = askAll("state");
      if (!states.stream().allMatch(well::equals)) {
        since = System.nanoTime();
        if (since > end) {
          throw new Stuck("not well after " + WELL_WITHIN_SECONDS + " s: " + states);
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private int detectionSeconds() {
    return options.number("detection-seconds", 3);
  }

  /**
   * Lets the consumers take the rest; what is lost cannot come any more.
   *
   * @throws Stuck if callers remain at work or messages remain
   */
  void drain() throws IOException, InterruptedException {
    sending(false);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAINED_WITHIN_SECONDS);
    int stillNothing = 0;
    while (stillNothing < 3) {
      List<String> left = new ArrayList<>(askAll("busy"));
      left.addAll(askAll("depth"));
      stillNothing = left.stream().allMatch("0"::equals) ? stillNothing + 1 : 0;
      if (System.nanoTime() > end) {
        throw new Stuck(
            "callers at work and messages left after " + DRAINED_WITHIN_SECONDS + " s: " + left);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** What all processes wrote in this round; files of the round before are removed. */
  List<Event> events(int number) throws IOException {
    Path directory = Path.of(options.text("scratch"));
    List<Event> events = new ArrayList<>();
    for (int process = 1; process <= lastIncarnation; process++) {
      events.addAll(EventFile.read(EventFile.path(directory, process, number)));
      Files.deleteIfExists(EventFile.path(directory, process, number - 1));
    }
    return events;
  }

  /** The stacks of all threads of all processes, into their logs. */
  void dumpThreads() throws InterruptedException {
    for (JavaProcess process : processes.values()) {
      Shell.succeeds("kill", "-QUIT", Long.toString(process.pid()));
    }
  }

  /** Kills all, so that the next that start form a new cluster. */
  void killAll() throws InterruptedException {
    for (int place : present()) {
      kill(place);
    }
    clusters++;
  }

  /** Ends all, also those that are stopped. */
  void end() {
    processes.values().forEach(JavaProcess::destroy);
  }

  /** The cluster does not come to rest. */
  static final class Stuck extends IllegalStateException {
    Stuck(String message) {
      super(message);
    }
  }
}
