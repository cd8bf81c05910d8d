package io.hikyaku.benchmarks.chaos;

import static io.hikyaku.benchmarks.support.Results.say;

import io.hikyaku.benchmarks.history.Disturbance;
import io.hikyaku.benchmarks.history.Disturbance.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing after the other to the fleet, and waits each time until it is well again: two
 * copies survive the loss of one node, not of two at once.
 */
final class Disturber {

  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_SPLIT_MILLIS = 15_000;

  /** Under failure detection, about it, and far beyond it. */
  private static final int[] LONGEST_PAUSE_MILLIS = {3_000, 8_000, 30_000};

  private final Fleet fleet;
  private final Random random;
  private final List<Kind> kinds;
  private final int spare;
  private final List<Disturbance> done = new ArrayList<>();

  /**
   * Takes over the fleet.
   *
   * @param kinds what may be done
   * @param spare the place of the node that joins and goes again
   */
  Disturber(Fleet fleet, Random random, List<Kind> kinds, int spare) {
    this.fleet = fleet;
    this.random = random;
    this.kinds = kinds;
    this.spare = spare;
  }

  /** What was done since the last call. */
  List<Disturbance> takeDone() {
    List<Disturbance> taken = List.copyOf(done);
    done.clear();
    return taken;
  }

  /** Does something, and returns when the fleet is well and complete. */
  void disturb() throws IOException, InterruptedException {
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    List<Integer> present = fleet.present();
    int place = present.get(random.nextInt(present.size()));
    switch (kind) {
      case CRASH -> crash(place);
      case PAUSE -> pause(place);
      case SPLIT -> split(place);
      case LEAVE -> leave(place);
      case JOIN -> join();
    }
  }

  private void crash(int place) throws IOException, InterruptedException {
    say("  kill -9 node %d", place);
    during(Kind.CRASH, fleet.incarnation(place), () -> fleet.kill(place));
    restart(place);
  }

  private void leave(int place) throws IOException, InterruptedException {
    say("  node %d leaves", place);
    during(Kind.LEAVE, fleet.incarnation(place), () -> fleet.leave(place));
    restart(place);
  }

  private void restart(int place) throws IOException, InterruptedException {
    during(Kind.JOIN, fleet.lastIncarnation() + 1, () -> fleet.start(place));
  }

  private void join() throws IOException, InterruptedException {
    say("  node %d joins", spare);
    restart(spare);
    wait(SHORTEST_MILLIS);
    Kind end = random.nextBoolean() ? Kind.LEAVE : Kind.CRASH;
    say("  node %d goes again: %s", spare, end);
    during(
        end,
        fleet.incarnation(spare),
        () -> {
          if (end == Kind.LEAVE) {
            fleet.leave(spare);
          } else {
            fleet.kill(spare);
          }
        });
  }

  private void pause(int place) throws IOException, InterruptedException {
    int millis = between(LONGEST_PAUSE_MILLIS[random.nextInt(LONGEST_PAUSE_MILLIS.length)]);
    say("  stop node %d for %d ms", place, millis);
    during(
        Kind.PAUSE,
        fleet.incarnation(place),
        () -> {
          fleet.pause(place);
          wait(millis);
          fleet.resume(place);
        });
  }

  private void split(int place) throws IOException, InterruptedException {
    int millis = between(LONGEST_SPLIT_MILLIS);
    say("  cut off node %d for %d ms", place, millis);
    during(
        Kind.SPLIT,
        Disturbance.ALL,
        () -> {
          fleet.network().part(place);
          wait(millis);
          fleet.network().join(place);
        });
  }

  private int between(int longest) {
    return SHORTEST_MILLIS + random.nextInt(longest - SHORTEST_MILLIS);
  }

  private static void wait(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** Does it, waits until all is well, and notes it, even if it did not get well. */
  private void during(Kind kind, int process, Action action)
      throws IOException, InterruptedException {
    long from = System.nanoTime();
    try {
      action.run();
      fleet.awaitWell();
    } finally {
      done.add(new Disturbance(kind, process, from, System.nanoTime()));
    }
    say("    well after %.1f s", (System.nanoTime() - from) / 1e9);
  }
}
