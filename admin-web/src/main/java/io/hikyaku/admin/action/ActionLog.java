package io.hikyaku.admin.action;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Actions of all nodes, kept in the store itself: a queue group that nobody consumes, whose
 * messages expire. Thread-safe.
 */
@ApplicationScoped
public class ActionLog {

  /** The group; its name begins as those of all groups of the system do. */
  public static final String GROUP = "hikyaku.actions";

  private static final Logger LOG = System.getLogger("io.hikyaku.admin");
  private static final int MAX_KEPT = 10_000;
  private static final int MAX_BROWSED = 1000;
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Of more than these the oldest are not looked for. */
  private static final int MAX_LOOKED_AT = 100_000;

  private final Store store;
  private volatile Read last;

  /** For the container's proxy. */
  protected ActionLog() {
    this(null);
  }

  @Inject
  ActionLog(Store store) {
    this.store = store;
  }

  /** What was read, and how long it is good. */
  private record Read(List<Action> actions, Instant until) {}

  /**
   * What is known without waiting.
   *
   * @param actions the newest first
   * @param complete whether they were read from all nodes just now
   */
  public record Known(List<Action> actions, boolean complete) {}

  /** An entry that could go. */
  private record Entry(MessageId id, Instant at) {}

  /**
   * Refuses to delete, move or add single entries by hand: the log is to say what was done, to
   * those who did it too.
   *
   * @param field the parameter that names the group
   */
  public static void refuse(String field, String group) {
    if (group.equals(GROUP)) {
      throw Problem.of(
              409,
              "refused",
              "group '"
                  + GROUP
                  + "' is the log of actions: its entries are neither deleted nor moved, and no"
                  + " message is moved into it; they expire after "
                  + KEPT.toDays()
                  + " days")
          .withField(field)
          .exception();
    }
  }

  void add(Action action) {
    Message message =
        Message.builder(new byte[0])
            .headers(
                Map.of(
                    "at", action.at(),
                    "user", action.user(),
                    "node", action.node(),
                    "action", action.action(),
                    "target", action.target(),
                    "reason", action.reason(),
                    "result", action.result(),
                    "detail", action.detail()))
            .build();
    try {
      send(message);
      Read before = last;
      if (before != null) {
        last = new Read(before.actions(), Instant.EPOCH); // to be read anew, if that is possible
      }
    } catch (QueueException e) {
      // what was done is done, and the server's log has it
      LOG.log(Level.WARNING, "HIKYAKU3003W: an action is in this log only: " + e.getMessage());
    }
  }

  private void send(Message message) {
    try (QueueConnection connection = store.factory().getConnection()) {
      connection.send(GROUP, message);
    } catch (UnknownGroupException e) {
      create();
      try (QueueConnection connection = store.factory().getConnection()) {
        connection.send(GROUP, message);
      }
    }
  }

  private void create() {
    store
        .management()
        .createGroup(GROUP, GroupSettings.spread().withExpiry(KEPT).withDeadLetters(false));
  }

  /** The newest first; as of up to two seconds ago, those of this node at once. */
  public List<Action> list() {
    Read present = last;
    if (present == null || present.until().isBefore(Instant.now())) {
      present = new Read(read(), Instant.now().plus(FRESH));
      last = present;
    }
    return present.actions();
  }

  /**
   * The same, or what was read last if the nodes cannot be asked now; empty if nothing was.
   *
   * @param reachable whether it is worth while to ask: a silent node is waited for
   */
  public Known lastKnown(boolean reachable) {
    if (reachable) {
      try {
        return new Known(list(), true);
      } catch (QueueException e) {
        // it fell silent at this moment
      }
    }
    Read present = last;
    return new Known(present == null ? List.of() : present.actions(), false);
  }

  private List<Action> read() {
    List<Action> all = new ArrayList<>();
    try {
      QueueManagement management = store.management();
      List<MessageStatus> part;
      do {
        part = management.browse(GROUP, all.size(), MAX_BROWSED);
        part.forEach(message -> all.add(action(message.headers())));
      } while (!part.isEmpty() && all.size() < 2 * MAX_KEPT);
    } catch (UnknownGroupException e) {
      return List.of(); // nobody did anything yet
    }
    all.sort(Comparator.comparing(Action::at).reversed());
    return all;
  }

  /** Deletes the oldest ones over the limit; called now and then. */
  public void trim() {
    QueueManagement management = store.management();
    try {
      int excess = management.bulk().select(GROUP, Optional.empty()).size() - MAX_KEPT;
      if (excess > 0) {
        oldest(management, Math.min(excess, MAX_BROWSED))
            .forEach(id -> management.delete(GROUP, id));
      }
    } catch (UnknownGroupException e) {
      // nobody did anything yet
    }
  }

  /** They are on all nodes, and to browse is to go from node to node: all are looked at. */
  private static List<MessageId> oldest(QueueManagement management, int count) {
    List<Entry> entries = new ArrayList<>();
    List<MessageStatus> part;
    do {
      part = management.browse(GROUP, entries.size(), MAX_BROWSED);
      part.forEach(message -> entries.add(new Entry(message.id(), message.enqueuedAt())));
    } while (!part.isEmpty() && entries.size() < MAX_LOOKED_AT);
    return entries.stream()
        .sorted(Comparator.comparing(Entry::at))
        .limit(count)
        .map(Entry::id)
        .toList();
  }

  private static Action action(Map<String, String> headers) {
    return new Action(
        headers.getOrDefault("at", ""),
        headers.getOrDefault("user", ""),
        headers.getOrDefault("node", ""),
        headers.getOrDefault("action", ""),
        headers.getOrDefault("target", ""),
        headers.getOrDefault("reason", ""),
        headers.getOrDefault("result", ""),
        headers.getOrDefault("detail", ""));
  }
}
