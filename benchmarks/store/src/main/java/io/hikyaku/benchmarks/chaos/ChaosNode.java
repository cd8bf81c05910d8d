package io.hikyaku.benchmarks.chaos;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.benchmarks.support.CommandLoop;
import io.hikyaku.benchmarks.support.NodeOptions;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One node with its traffic in a process of its own. Commands: {@code state}, {@code depth}, {@code
 * busy}, {@code sending true|false}, {@code round N}, {@code leave} (answers with the number of
 * callers that got no answer).
 */
public final class ChaosNode implements CommandLoop.Handler {

  /** A store that is closed has told its callers so. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final QueueStore store;
  private final EventFile events;
  private final Traffic traffic;

  private ChaosNode(QueueStore store, EventFile events, Traffic traffic) {
    this.store = store;
    this.events = events;
    this.traffic = traffic;
  }

  /** Runs until standard input ends. */
  public static void run(Options options) throws Exception {
    int process = options.number("process", 0);
    EventFile events =
        new EventFile(Path.of(options.text("scratch")), process, options.number("round", 0));
    QueueStore store = QueueStores.start(NodeOptions.configuration(options));
    Traffic traffic = new Traffic(store, events, process);
    traffic.start();
    CommandLoop.run(new ChaosNode(store, events, traffic));
    store.close();
  }

  @Override
  public String handle(String command, String arguments) throws Exception {
    return switch (command) {
      case "state" -> state(store);
      case "depth" -> Long.toString(depth(store));
      case "busy" -> Integer.toString(traffic.busy());
      case "sending" -> {
        traffic.sending(Boolean.parseBoolean(arguments));
        yield arguments;
      }
      case "round" -> {
        events.round(Integer.parseInt(arguments));
        yield arguments;
      }
      case "leave" -> {
        // under load on purpose: callers are told, nothing is lost
        store.close();
        yield Integer.toString(traffic.stop(ANSWER_WITHIN));
      }
      default -> throw new IllegalArgumentException("'" + command + "' is no command");
    };
  }

  /** State, number of members and whether every segment is open, as text to compare and to show. */
  static String state(QueueStore store) {
    ClusterStatus status = store.management().cluster();
    int open = status.nodes().stream().mapToInt(node -> node.primarySegments()).sum();
    return status.state()
        + " members="
        + status.nodes().size()
        + (open == status.segments() ? "" : " open=" + open + "/" + status.segments());
  }

  /** Messages in all groups, dead letters included. */
  static long depth(QueueStore store) {
    return store.management().groups().stream().mapToLong(GroupStatus::depth).sum();
  }
}
